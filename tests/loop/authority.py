# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates made to measure by openssl."""
import os
import tempfile

from server import HOST, run


class Authority:
    """A CA, and certificates made to measure by openssl."""

    def __init__(self, folder, title='Loopback Test Root'):
        self.folder = folder
        self.ca = os.path.join(folder, 'ca.pem')
        self.ca_key = os.path.join(folder, 'ca.key')
        self.serial = 1
        self._key(self.ca_key)
        run('openssl', 'req', '-x509', '-new', '-key', self.ca_key, '-out', self.ca, '-days', '3650',
            '-subj', f'/O=Loopback Test/CN={title}', '-addext', 'keyUsage=critical,keyCertSign,cRLSign')

    def _key(self, path, kind='ec'):
        if kind == 'ec':
            run('openssl', 'ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', path)
        else:
            run('openssl', 'genrsa', '-out', path, kind)

    def make(self, label, names=(HOST,), days=60, key='ec', issuer=None, is_ca=False, extra='', chain=True, not_before=None, not_after=None,
             subject=None, usage='serverAuth', digest='sha256', self_signed=False):
        """(certificate chain file, key file, leaf file)"""
        base = os.path.join(self.folder, label.replace(' ', '-'))
        leaf, key_file, request, ext = base + '.leaf.pem', base + '.key', base + '.csr', base + '.ext'
        self._key(key_file, key)
        run('openssl', 'req', '-new', '-key', key_file, '-out', request, '-subj', f'/CN={subject or names[0]}')
        with open(ext, 'w') as f:
            if is_ca:
                f.write('basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n')
            else:
                f.write(f'basicConstraints=CA:false\nkeyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage={usage}\n')
                if names:
                    f.write('subjectAltName=' + ','.join('DNS:' + n for n in names) + '\n')
            f.write(extra)
        self.serial += 1
        signer = [issuer[2], issuer[1]] if issuer else [self.ca, self.ca_key]
        if not_after:
            # openssl x509 cannot date into the past; ca can.
            self._sign_dated(request, leaf, ext, signer, not_before, not_after)
        else:
            by = ['-signkey', key_file] if self_signed else ['-CA', signer[0], '-CAkey', signer[1]]
            run('openssl', 'x509', '-req', '-in', request, *by, '-set_serial', str(self.serial), '-days', str(days), '-' + digest, '-extfile', ext, '-out', leaf)
        full = base + '.pem'
        with open(full, 'w') as f:
            f.write(open(leaf).read())
            if issuer and chain:
                f.write(open(issuer[2]).read())
        os.chmod(key_file, 0o600)
        return full, key_file, leaf

    def ocsp_response(self, files):
        """A file in which the CA says that a certificate of its is good, as a server staples it."""
        serial = run('openssl', 'x509', '-in', files[2], '-noout', '-serial').stdout.decode().strip().split('=')[1]
        base = files[2] + '.ocsp'
        with open(base + '.index', 'w') as f:
            f.write(f'V\t491231235959Z\t\t{serial}\tunknown\t/CN={HOST}\n')
        run('openssl', 'ocsp', '-index', base + '.index', '-CA', self.ca, '-rsigner', self.ca, '-rkey', self.ca_key, '-issuer', self.ca,
            '-serial', '0x' + serial, '-ndays', '7', '-noverify', '-respout', base)
        return base

    def weak_dh(self):
        """A file of Diffie-Hellman parameters of 1024 bits."""
        path = os.path.join(self.folder, 'dh1024.pem')
        run('openssl', 'dhparam', '-dsaparam', '-out', path, '1024')
        return path

    def _sign_dated(self, request, leaf, ext, signer, not_before, not_after):
        work = tempfile.mkdtemp(dir=self.folder)
        open(os.path.join(work, 'index.txt'), 'w').close()
        with open(os.path.join(work, 'serial'), 'w') as f:
            f.write(f'{self.serial:04X}\n')
        config = os.path.join(work, 'ca.cnf')
        with open(config, 'w') as f:
            f.write(f'[ca]\ndefault_ca=d\n[d]\ndir={work}\ndatabase={work}/index.txt\nserial={work}/serial\nnew_certs_dir={work}\n'
                    'default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n')
        run('openssl', 'ca', '-batch', '-config', config, '-cert', signer[0], '-keyfile', signer[1], '-in', request, '-out', leaf,
            '-extfile', ext, '-startdate', not_before, '-enddate', not_after, '-notext')


def leaf_sha256(path):
    out = run('openssl', 'x509', '-in', path, '-noout', '-fingerprint', '-sha256').stdout.decode()
    return out.split('=')[1].strip().replace(':', '').lower()
