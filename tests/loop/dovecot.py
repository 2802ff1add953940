# SPDX-License-Identifier: GPL-3.0-or-later
"""Dovecot: IMAP, POP3 and submission."""
import getpass
import grp
import os
import pwd
import shutil
import subprocess

from server import HOST, LOOPBACKS, PASSWORD, USER, Server, answers, free_port, wait_for
from tap import need


class Dovecot(Server):
    """IMAP, POP3 and submission, each in clear with STARTTLS and with implicit TLS; .ports by scheme. more: further settings.
    users: lines of the passwd-file; passdb: another kind of list than that file.

    faults: {name: {setting: value}}: further addresses with the same ports, each with settings of its own; .fault_addresses by name.
    """

    def __init__(self, folder, cert, key, relay_port=None, more='', mechanisms='plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256',
                 passdb=None, users=f'{USER}:{{PLAIN}}{PASSWORD}::::::\n', faults={}):
        super().__init__(folder)
        self.fault_addresses = {name: f'127.0.1.{n}' for n, name in enumerate(faults, 1)}
        os.makedirs(os.path.join(folder, 'mail'), exist_ok=True)
        me = getpass.getuser()
        root = os.geteuid() == 0
        group = grp.getgrgid(os.getegid()).gr_name
        schemes = ['imap', 'imaps', 'pop3', 'pop3s'] + (['submission', 'submissions'] if relay_port else [])
        self.ports = {s: free_port() for s in schemes}
        self.auth_socket = os.path.join(folder, 'auth-client')
        with open(os.path.join(folder, 'users'), 'w') as f:
            f.write(users)
        services = ''
        for protocol in ['imap', 'pop3'] + (['submission'] if relay_port else []):
            services += f'service {protocol}-login {{\n  {"" if root else "chroot ="}\n'
            for scheme in (protocol, protocol + 's'):
                services += (f'  inet_listener {scheme} {{\n    address = {" ".join([*LOOPBACKS, *self.fault_addresses.values()])}\n    port = {self.ports[scheme]}\n'
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
  {passdb or f"driver = passwd-file{chr(10)}  args = username_format=%u {folder}/users"}
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
{self._local(faults)}
''')
        os.chmod(folder, 0o755)
        shutil.chown(os.path.join(folder, 'mail'), uid) if root else None
        self.process = subprocess.Popen([need('dovecot'), '-F', '-c', config], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        for port in self.ports.values():
            wait_for('Dovecot', lambda: self.alive() and answers(port))

    def _local(self, faults):
        blocks = ''
        for name, fault in faults.items():
            settings = ''.join(f'  {setting} = {value}\n' for setting, value in fault.items())
            blocks += f'local {self.fault_addresses[name]} {{\n{settings}}}\n'
        return blocks

    def alive(self):
        if self.process.poll() is not None:
            raise RuntimeError('Dovecot ended: ' + self.process.stderr.read().decode() + self.log())
        return True
