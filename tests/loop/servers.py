# SPDX-License-Identifier: GPL-3.0-or-later
"""Real mail servers on loopback, on free ports, with a private CA: Dovecot (IMAP, POP3, submission) and Postfix.

Each is started with a configuration of its own in a temporary folder, waited for by condition, and stopped by its pid.
Works as root and as an ordinary user (Postfix needs root: its master refuses to run otherwise).
"""
import getpass
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from tap import need

HOST = 'mail.example.org'
USER = 'probe@example.org'
PASSWORD = 'correct horse 7 battery'


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def wait_for(what, condition, seconds=15):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError(f'{what} did not happen in {seconds} s')
        time.sleep(0.02)


def answers(port):
    try:
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    except OSError:
        return False


def run(*words, **more):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


class Authority:
    """A CA, and certificates made to measure by openssl."""

    def __init__(self, folder):
        self.folder = folder
        self.ca = os.path.join(folder, 'ca.pem')
        self.ca_key = os.path.join(folder, 'ca.key')
        self.serial = 1
        self._key(self.ca_key)
        run('openssl', 'req', '-x509', '-new', '-key', self.ca_key, '-out', self.ca, '-days', '3650',
            '-subj', '/O=Loopback Test/CN=Loopback Test Root', '-addext', 'keyUsage=critical,keyCertSign,cRLSign')

    def _key(self, path, kind='ec'):
        if kind == 'ec':
            run('openssl', 'ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', path)
        else:
            run('openssl', 'genrsa', '-out', path, kind)

    def make(self, label, names=(HOST,), days=60, key='ec', issuer=None, is_ca=False, extra='', chain=True, not_before=None, not_after=None):
        """(certificate chain file, key file, leaf file)"""
        base = os.path.join(self.folder, label)
        leaf, key_file, request, ext = base + '.leaf.pem', base + '.key', base + '.csr', base + '.ext'
        self._key(key_file, key)
        run('openssl', 'req', '-new', '-key', key_file, '-out', request, '-subj', f'/CN={names[0]}')
        with open(ext, 'w') as f:
            if is_ca:
                f.write('basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n')
            else:
                f.write('basicConstraints=CA:false\nkeyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\n')
                f.write('subjectAltName=' + ','.join('DNS:' + n for n in names) + '\n')
            f.write(extra)
        self.serial += 1
        signer = [issuer[2], issuer[1]] if issuer else [self.ca, self.ca_key]
        if not_after:
            # openssl x509 cannot date into the past; ca can.
            self._sign_dated(request, leaf, ext, signer, not_before, not_after)
        else:
            run('openssl', 'x509', '-req', '-in', request, '-CA', signer[0], '-CAkey', signer[1], '-set_serial', str(self.serial),
                '-days', str(days), '-sha256', '-extfile', ext, '-out', leaf)
        full = base + '.pem'
        with open(full, 'w') as f:
            f.write(open(leaf).read())
            if issuer and chain:
                f.write(open(issuer[2]).read())
        os.chmod(key_file, 0o600)
        return full, key_file, leaf

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


class Server:
    def __init__(self, folder):
        self.folder = folder
        self.process = None

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def log(self):
        try:
            with open(os.path.join(self.folder, 'log'), errors='replace') as f:
                return f.read()[-4000:]
        except OSError:
            return ''


class Dovecot(Server):
    """IMAP, POP3 and submission, each in clear with STARTTLS and with implicit TLS; .ports by scheme. more: further settings."""

    def __init__(self, folder, cert, key, relay_port=None, more='', mechanisms='plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256'):
        super().__init__(folder)
        os.makedirs(os.path.join(folder, 'mail'), exist_ok=True)
        me = getpass.getuser()
        root = os.geteuid() == 0
        group = grp.getgrgid(os.getegid()).gr_name
        schemes = ['imap', 'imaps', 'pop3', 'pop3s'] + (['submission', 'submissions'] if relay_port else [])
        self.ports = {s: free_port() for s in schemes}
        self.auth_socket = os.path.join(folder, 'auth-client')
        with open(os.path.join(folder, 'users'), 'w') as f:
            f.write(f'{USER}:{{PLAIN}}{PASSWORD}::::::\n')
        services = ''
        for protocol in ['imap', 'pop3'] + (['submission'] if relay_port else []):
            services += f'service {protocol}-login {{\n  {"" if root else "chroot ="}\n'
            for scheme in (protocol, protocol + 's'):
                services += (f'  inet_listener {scheme} {{\n    address = 127.0.0.1\n    port = {self.ports[scheme]}\n'
                             f'    ssl = {"yes" if scheme.endswith("s") else "no"}\n  }}\n')
            services += '}\n'
        config = os.path.join(folder, 'dovecot.conf')
        user, uid = ('vmail-test', pwd.getpwnam('nobody').pw_uid) if root else (me, os.getuid())
        with open(config, 'w') as f:
            f.write(f'''
protocols = imap pop3 {"submission" if relay_port else ""}
base_dir = {folder}/run
state_dir = {folder}/run
instance_name = tlswalk-test-{os.getpid()}
log_path = {folder}/log
{"" if root else f"default_login_user = {me}" + chr(10) + f"default_internal_user = {me}" + chr(10) + f"default_internal_group = {group}"}
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
mail_location = maildir:{folder}/mail
first_valid_uid = 0
first_valid_gid = 0
mail_uid = {uid}
mail_gid = {pwd.getpwuid(uid).pw_gid}
auth_mechanisms = {mechanisms}
disable_plaintext_auth = yes
login_trusted_networks =
auth_verbose = yes
auth_failure_delay = 0
hostname = {HOST}
passdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = home={folder}/mail
}}
# No penalty for wrong passwords: the tests give many.
service anvil {{
  {"" if root else "chroot ="}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  {"" if root else "chroot ="}
}}
service auth {{
  unix_listener auth-client-test {{
    path = {self.auth_socket}
    mode = 0666
  }}
}}
submission_relay_host = 127.0.0.1
submission_relay_port = {relay_port or 25}
submission_relay_trusted = no
{services}
{more}
''')
        os.chmod(folder, 0o755)
        shutil.chown(os.path.join(folder, 'mail'), uid) if root else None
        self.process = subprocess.Popen([need('dovecot'), '-F', '-c', config], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for port in self.ports.values():
            wait_for('Dovecot', lambda: self.alive() and answers(port))

    def alive(self):
        if self.process.poll() is not None:
            raise RuntimeError('Dovecot ended: ' + self.process.stderr.read().decode() + self.log())
        return True


class Postfix(Server):
    """smtp (as on 25), submission and submissions, with Dovecot's logins; .ports by scheme. more: further main.cf lines."""

    def __init__(self, folder, cert, key, auth_socket=None, more='', master_more=''):
        super().__init__(folder)
        self.ports = {s: free_port() for s in ('smtp', 'submission', 'submissions')}
        etc, queue, data = (os.path.join(folder, n) for n in ('etc', 'queue', 'data'))
        for path in (etc, queue, data):
            os.makedirs(path, exist_ok=True)
        os.chmod(folder, 0o755)
        shutil.chown(data, 'postfix')
        sasl = f'smtpd_sasl_type = dovecot\nsmtpd_sasl_path = {auth_socket}\n' if auth_socket else ''
        with open(os.path.join(etc, 'main.cf'), 'w') as f:
            f.write(f'''
compatibility_level = 3.6
config_directory = {etc}
queue_directory = {queue}
data_directory = {data}
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = {HOST}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
smtputf8_enable = no
smtpd_tls_chain_files = {key}, {cert}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_session_cache_database =
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_peername_lookup = no
local_transport = error:no mail here
default_transport = error:no mail here
alias_maps =
{sasl}
{more}
''')
        with open(os.path.join(etc, 'master.cf'), 'w') as f:
            wrapper = '  -o smtpd_tls_wrappermode=yes\n'
            login = '  -o smtpd_sasl_auth_enable=yes\n' if auth_socket else ''
            f.write(f'''
127.0.0.1:{self.ports["smtp"]} inet n - n - - smtpd
127.0.0.1:{self.ports["submission"]} inet n - n - - smtpd
{login}127.0.0.1:{self.ports["submissions"]} inet n - n - - smtpd
{wrapper}{login}cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
error unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
{master_more}
''')
        self._queue(queue)
        self.process = subprocess.Popen([need('master', '/usr/lib/postfix/sbin'), '-c', etc, '-d'], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                        env={**os.environ, 'MAIL_CONFIG': etc})
        for port in self.ports.values():
            wait_for('Postfix', lambda: self.alive() and answers(port))

    @staticmethod
    def _queue(queue):
        owner, drop = pwd.getpwnam('postfix').pw_uid, grp.getgrnam('postdrop').gr_gid
        for name, mode, group in (('active', 0o700, -1), ('bounce', 0o700, -1), ('corrupt', 0o700, -1), ('defer', 0o700, -1), ('deferred', 0o700, -1),
                                  ('flush', 0o700, -1), ('hold', 0o700, -1), ('incoming', 0o700, -1), ('private', 0o700, -1), ('saved', 0o700, -1),
                                  ('trace', 0o700, -1), ('maildrop', 0o730, drop), ('public', 0o710, drop), ('pid', 0o755, 0)):
            path = os.path.join(queue, name)
            os.makedirs(path, exist_ok=True)
            os.chown(path, 0 if name == 'pid' else owner, group)
            os.chmod(path, mode)

    def alive(self):
        if self.process.poll() is not None:
            raise RuntimeError('Postfix ended: ' + self.process.stderr.read().decode() + self.log())
        return True


class Lab:
    """The usual pair: Dovecot with a submission service that relays to Postfix, and Postfix with Dovecot's logins."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='tlswalk-lab-')
        os.chmod(self.folder, 0o755)
        self.servers = []
        self.authority = Authority(self._sub('ca'))

    def _sub(self, name):
        path = os.path.join(self.folder, name)
        os.makedirs(path, exist_ok=True)
        return path

    def dovecot(self, name='dovecot', cert=None, **more):
        full, key, leaf = cert or self.authority.make(name)
        server = Dovecot(self._sub(name), full, key, **more)
        server.leaf = leaf
        self.servers.append(server)
        return server

    def postfix(self, name='postfix', cert=None, **more):
        full, key, leaf = cert or self.authority.make(name)
        server = Postfix(self._sub(name), full, key, **more)
        server.leaf = leaf
        self.servers.append(server)
        return server

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in reversed(self.servers):
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
