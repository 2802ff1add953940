/* SPDX-License-Identifier: GPL-3.0-or-later */
/* connection.h - rows of the catalogue: getting through to the server. */
{
    ROW("tcp-refused", ERROR, CERTAIN, CONNECT, SERVER),
    .seen = "The connection was refused at once (ECONNREFUSED): the computer is there, nothing listens on that port, or a "
            "firewall says no in its place. Silence is tcp-timeout instead.",
    .what = "{host} refuses connections on {port}.",
    .why = "The computer at {address} is there, but no service answers on that port: it is stopped, listens elsewhere, or a "
           "firewall refuses in its name.",
    .user = "Check the port number{[; {detail}]}.",
    .admin = "Start the service, let it listen on all addresses and not on loopback alone, and open the port in the firewall.",
    .say = "The computer is there, but nothing answers on that port; let us check the port number.",
    REFERENCES("RFC 9293 3.5.2", "Outlook error 0x800CCC0E"),
},
{
    ROW("tcp-timeout", ERROR, CERTAIN, CONNECT, NETWORK),
    .seen = "Nothing came back in answer to the attempt to connect. A device that blocks the port, a server that has locked this "
            "address out, and a host that is down look the same from here; only another port or another network tells them "
            "apart.",
    .what = "Nothing came back from {address} on {port}.",
    .why = "The host is down, or something on the way drops the connection without a word: a firewall, a provider that blocks "
           "the port, or the server after too many wrong logins.",
    .user = "Check the port number{[; {detail}]}. Then try from another network, for example over a mobile phone.",
    .admin = "Check the host, the routing and the rules that drop packets, and whether this client's address is banned.",
    .say = "Nothing at all comes back from there; please try once over your mobile phone's network.",
    REFERENCES("RFC 9293 3.8.3", "Outlook error 0x800CCC0E"),
},
{
    ROW("host-unreachable", ERROR, CERTAIN, CONNECT, NETWORK),
    .seen = "A router or this computer itself reported that there is no way to that address (EHOSTUNREACH, ENETUNREACH). For an "
            "IPv6 address on a computer without IPv6 it is only a note, as long as the server has IPv4 addresses too.",
    .what = "There is no route from here to {address}.",
    .why = "The network knows no way to that address.{[ {detail}.]}",
    .user = "Check the network connection, and the VPN if the server is an internal one.",
    .admin = "Check routing and the rules that reject with an ICMP message.",
    .say = "Your computer finds no way to that server; is the network, or the VPN, connected?",
    REFERENCES("RFC 792", "RFC 4443 3.1"),
},
{
    ROW("tcp-blocked-locally", ERROR, LIKELY, CONNECT, COMPUTER),
    .seen = "The operating system refused to connect on the program's behalf (EACCES, EPERM). Nothing left this computer.",
    .what = "This computer did not let the program connect to {address}.",
    .why = "A firewall or a security policy on this computer forbids the connection.",
    .user = "Allow the program in the firewall or the security software of this computer.",
    .admin = "Look at the endpoint policy, SELinux or AppArmor, and packet filter rules that go by program or user.",
    .say = "A firewall on your own computer stops the program.",
    REFERENCES("connect(2)"),
},
{
    ROW("ipv6-broken-ipv4-ok", WARNING, CERTAIN, CONNECT, NETWORK),
    .seen = "Every IPv6 address of the server failed to connect, and an IPv4 address of it worked. A computer that has no IPv6 "
            "at all is not meant: that is a note of host-unreachable.",
    .what = "{host} cannot be reached over IPv6 from here; over IPv4 it can.",
    .why = "The server publishes an IPv6 address on which this port does not answer from here. Programs that try one address "
           "after the other wait for a minute and longer, or give up.",
    .user = "Update the mail program; until it is repaired another network may help.",
    .admin = "Open the port for IPv6 too, or take the AAAA record out.",
    .say = "The newer kind of address, IPv6, does not work for that server; older programs get stuck on it.",
    REFERENCES("RFC 8305", "thunderbird/thunderbird-android#1382", "home-assistant/core#123760"),
},
{
    ROW("ipv4-broken-ipv6-ok", WARNING, CERTAIN, CONNECT, NETWORK),
    .seen = "Every IPv4 address of the server failed to connect, and an IPv6 address of it worked.",
    .what = "{host} cannot be reached over IPv4 from here; over IPv6 it can.",
    .why = "The port is closed or blocked for IPv4 only. Some providers block mail ports for one family alone.",
    .user = "Use a network with IPv6, or another network.",
    .admin = "Look for the firewall rule that was made for IPv6 only, or a provider's block of this port for IPv4.",
    .say = "Only the IPv6 address of that server works from where you are.",
    REFERENCES("RFC 8305", "nodemailer/nodemailer#1743"),
},
{
    ROW("one-address-dead", WARNING, CERTAIN, CONNECT, SERVER),
    .seen = "The name has several addresses of one family; this one failed to connect, another one worked.",
    .what = "One of several addresses of {host} does not answer{[: {detail}]}.",
    .why = "Several servers stand behind the name and one of them is down, so it works sometimes and sometimes not.",
    .user = "Try again; the next attempt may reach another of the servers.",
    .admin = "Repair that server, or take its address out of DNS until it is repaired.",
    .say = "One of several servers behind that name is down; that is why it fails now and then.",
    REFERENCES("RFC 8305 5"),
},
{
    ROW("connect-slow", NOTE, CERTAIN, CONNECT, NETWORK),
    .seen = "The connection came about, but took longer than a second.",
    .what = "It took {took} to connect to {address}.",
    .why = "The way is long or crowded, or packets are lost and sent again.",
    .user = "If programs give up, raise their time-out.",
    .admin = "Look for loss on the way and for a full accept queue on the server.",
    .say = "The line to the server is slow; please give it a little more time.",
    REFERENCES("RFC 6298 2"),
},
{
    ROW("port-blocked", ERROR, LIKELY, CONNECT, NETWORK),
    .seen = "Only told after a comparison (--compare). This port gave no answer, or the attempt was cut off, while another mail port of "
            "the same address answered. A service that is merely switched off refuses instead: tcp-refused. A firewall on the "
            "server's side looks the same; only an attempt from another network tells them apart.",
    .what = "Something blocks {port} on the way to {host}.",
    .why = "The host is there, for {other-port} answers; only this one is held back, by this network, by the provider, or by a "
           "firewall in front of the server.{[ {detail}.]}",
    .user = "Use {other-port} with its own setting, or another network.",
    .admin = "Offer 465 and 587 for sending and 993 and 995 for reading; look whether a firewall in front of the server drops this "
             "port.",
    .say = "The network you are on blocks that port; let us take another one.",
    REFERENCES("RFC 5068 3.1", "RFC 5068 4.1", "nodemailer/nodemailer#1743", "Mailu/Mailu#1187"),
},
{
    ROW("all-mail-ports-blocked", ERROR, LIKELY, CONNECT, NETWORK),
    .seen = "Only told after a comparison (--compare). No mail port of the address answered, each attempt ended in silence or was cut "
            "off, and the port for the web (443) of the same address answered. Where they are refused it is tcp-refused: the host "
            "has no mail service, or locks this address out.",
    .what = "None of the mail ports of {host} can be reached from here, and its web port can.",
    .why = "This network lets web traffic through and no mail, as guest networks and company networks do; or the server has "
           "locked this address out of its mail ports.",
    .user = "Use web mail, a VPN, or the network of a mobile phone.",
    .admin = "Ask those who run this network to open 993, 995, 465 and 587; look whether this client's address is banned.",
    .say = "The network you are on lets only web pages through; please try over your mobile phone's network.",
    REFERENCES("RFC 5068 3.1", "chatmail/relay#357"),
},
{
    ROW("banned-by-server", ERROR, LIKELY, CONNECT, SERVER),
    .seen = "Only told after a comparison (--compare). The first connections were taken, and then none was any more, not even to the "
            "same port. That another network still gets through would make it certain. After a refused login it is an error, "
            "otherwise a warning: the server may only want fewer connections in a minute.",
    .what = "{host} took connections at first and then no more.",
    .why = "Servers lock an address out for a while after wrong passwords, or after many connections in a short time.{[ {detail}.]} "
           "Everybody who shares that address is locked out with it.",
    .user = "Wait ten minutes to an hour, and correct the saved password on every device.",
    .admin = "Lift the ban (fail2ban, CrowdSec or the server's own), exempt the addresses that many users share, and be milder with "
             "the limits.",
    .say = "The server has locked your Internet address out for a while; please wait, and check the password on all your devices.",
    REFERENCES("docker-mailserver/docker-mailserver#1937", "docker-mailserver/docker-mailserver#1135", "mailcow/mailcow-dockerized#1269"),
},
{
    ROW("captive-portal", ERROR, LIKELY, CONNECT, NETWORK),
    .seen = "Only told after a comparison (--compare), which asks port 80 of the host for one web page when mail did not get through or "
            "met a wrong certificate. The answer was 511, which only a network gives, and makes it certain; or it led to "
            "another organisation's host. A mail host whose own web page leads elsewhere looks the same.",
    .what = "This network wants you to sign in before it lets anything through{[, at {detail}]}.",
    .why = "Guest networks answer in place of every server until somebody has signed in on their web page; mail programs see a "
           "wrong certificate, or nothing at all.",
    .user = "Open a web browser, sign in to the network, and try again.",
    .admin = "Announce the sign-in page to clients (RFC 8910), or let the mail servers through before it.",
    .say = "The network you are on wants you to sign in on its web page first; please open a browser.",
    REFERENCES("RFC 6585 6", "RFC 8952", "RFC 8910"),
},
