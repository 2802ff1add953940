# SPDX-License-Identifier: GPL-3.0-or-later
"""Postfix: SMTP and submission. Needs root: its master runs as nobody else."""
import grp
import os
import pwd
import shutil
import subprocess

from server import HOST, LOOPBACKS, Server, answers, free_port, wait_for
from tap import need


class Postfix(Server):
    """smtp (as on 25), submission and submissions, with Dovecot's logins; .ports by scheme. more: further main.cf lines.

    faults: {name: {parameter: value}}: further ports, each with parameters of its own; with 'implicit' TLS begins at once there.
    """

    def __init__(self, folder, cert, key, auth_socket=None, more='', master_more='', faults={}):
        super().__init__(folder)
        self.fault_ports = {name: free_port() for name in faults}
        self.ports = {s: free_port() for s in ('smtp', 'submission', 'submissions')}
        etc, queue, data = (os.path.join(folder, n) for n in ('etc', 'queue', 'data'))
        self.etc = etc # for Postfix's own tools
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
inet_interfaces = loopback-only
inet_protocols = {"all" if "::1" in LOOPBACKS else "ipv4"}
mynetworks =
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
smtputf8_enable = no
notify_classes =
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
{self.ports["smtp"]} inet n - n - - smtpd
{self.ports["submission"]} inet n - n - - smtpd
{login}{self.ports["submissions"]} inet n - n - - smtpd
{wrapper}{login}cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
error unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
{self._fault_rows(faults)}
{master_more}
''')
        self._queue(queue)
        self.process = subprocess.Popen([need('master', '/usr/lib/postfix/sbin'), '-c', etc, '-d'], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
                                        env={**os.environ, 'MAIL_CONFIG': etc})
        for port in [*self.ports.values(), *self.fault_ports.values()]:
            wait_for('Postfix', lambda: self.alive() and answers(port))

    def _fault_rows(self, faults):
        rows = ''
        for name, fault in faults.items():
            rows += f'{self.fault_ports[name]} inet n - n - - smtpd\n'
            for parameter, value in fault.items():
                rows += '  -o smtpd_tls_wrappermode=yes\n' if parameter == 'implicit' else f'  -o {{ {parameter} = {value} }}\n'
        return rows

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
