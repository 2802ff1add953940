# SPDX-License-Identifier: GPL-3.0-or-later
"""Exim: SMTP and submission. It cannot be installed beside Postfix, so it is unpacked beside the sources: ./bootstrap check does that."""
import os
import pwd
import shutil
import subprocess

from server import HOST, LOOPBACKS, PASSWORD, USER, Server, answers, free_port, wait_for
from tap import need

PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'build-peers')

AUTHENTICATORS = f'''
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{USER}}}}}{{eq{{$auth3}}{{{PASSWORD}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = ${{if and{{{{eq{{$auth1}}{{{USER}}}}}{{eq{{$auth2}}{{{PASSWORD}}}}}}}}}
  server_set_id = $auth1
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = ${{if eq{{$auth1}}{{{USER}}}{{{PASSWORD}}}fail}}
  server_set_id = $auth1
'''


class Exim(Server):
    """smtp (as on 25), submission and submissions, with logins of its own; .ports by scheme.

    faults: {name: {option: value}}: further ports, each with main options of its own, of those that Exim expands for each connection;
    the option 'implicit' makes TLS begin at once there. more: further main settings. acl: the text of the ACLs.
    """

    def __init__(self, folder, cert, key, more='', acl='', authenticators=AUTHENTICATORS, faults={}):
        super().__init__(folder, log='mainlog')
        self.ports = {name: free_port() for name in ('smtp', 'submission', 'submissions')}
        self.fault_ports = {name: free_port() for name in faults}
        self.user = pwd.getpwnam('nobody')
        config = os.path.join(folder, 'exim.conf')
        spool = os.path.join(folder, 'spool')
        os.makedirs(spool)
        os.chmod(folder, 0o755)
        self._give(folder)
        self._give(spool)
        program = need('exim4', os.path.join(PEERS, 'usr/sbin'))
        ports = [*self.ports.values(), *self.fault_ports.values()]
        implicit = [self.ports['submissions']] + [self.fault_ports[name] for name in faults if 'implicit' in faults[name]]
        options = {'tls_certificate': self.readable(cert), 'tls_privatekey': self.readable(key), 'tls_advertise_hosts': '*', 'acl_smtp_connect': 'anybody', 'acl_smtp_auth': 'anybody',
                   'auth_advertise_hosts': '${if and{{def:tls_in_cipher}{!eq{$received_port}{%d}}}{*}}' % self.ports['smtp']}
        with open(config, 'w') as f:
            f.write(f'''
primary_hostname = {HOST}
exim_path = {program}
spool_directory = {spool}
log_file_path = {folder}/%slog
pid_file_path =
keep_environment = ^NSS_WRAPPER_
never_users =
local_interfaces = <; {" ; ".join(LOOPBACKS)}
daemon_smtp_ports = <; {" ; ".join(map(str, ports))}
tls_on_connect_ports = <; {" ; ".join(map(str, implicit))}
host_lookup =
rfc1413_hosts =
{self._by_port(options, faults)}
{more}
begin acl
anybody:
  accept
{acl}
begin authenticators
{authenticators}
''')
        self.process = subprocess.Popen([program, '-C', config, '-bdf'], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
                                        env={**os.environ, **self._users()})
        for port in ports:
            wait_for('Exim', lambda: self.alive() and answers(port))

    def _by_port(self, options, faults):
        """Lines of options, each with its usual value, and at a fault's port that fault's own."""
        lines = ''
        for option in sorted({*options, *(name for fault in faults.values() for name in fault)} - {'implicit'}):
            usual = options.get(option, '')
            own = ' '.join(f'p{self.fault_ports[name]}="{self._value(option, fault[option])}"' for name, fault in faults.items() if option in fault)
            lines += f'{option} = ${{extract{{p$received_port}}{{{own}}}{{$value}}{{{usual}}}}}\n' if own else f'{option} = {usual}\n'
        return lines

    def _value(self, option, value):
        return self.readable(value) if option in ('tls_certificate', 'tls_privatekey', 'tls_ocsp_file') and os.path.exists(value) else value

    def readable(self, path):
        """A copy of a key or certificate that Exim's user may read; Exim looks at it in each connection anew."""
        copy = os.path.join(self.folder, os.path.basename(path))
        shutil.copy(path, copy)
        self._give(copy)
        return copy

    def _give(self, path):
        if os.geteuid() == 0:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _users(self):
        """Debian's Exim ends where there is no user Debian-exim, whom only its package makes: so it is shown one."""
        passwd, group = os.path.join(self.folder, 'passwd'), os.path.join(self.folder, 'group')
        with open(passwd, 'w') as f:
            f.write(f'root:x:0:0::/:/bin/sh\nDebian-exim:x:{self.user.pw_uid}:{self.user.pw_gid}::/:/bin/false\n')
        with open(group, 'w') as f:
            f.write(f'root:x:0:\nDebian-exim:x:{self.user.pw_gid}:\n')
        return {'LD_PRELOAD': 'libnss_wrapper.so', 'NSS_WRAPPER_PASSWD': passwd, 'NSS_WRAPPER_GROUP': group}

    def alive(self):
        if self.process.poll() is not None:
            raise RuntimeError('Exim ended: ' + self.process.stderr.read().decode() + self.log())
        return True
