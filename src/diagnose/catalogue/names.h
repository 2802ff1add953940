/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.h - rows of the catalogue: the name service. */
{
    ROW("dns-nxdomain", ERROR, LIKELY, RESOLVE, NAMES),
    .seen = "The answer is that the name does not exist (NXDOMAIN). It is certain when a signed answer says so, or when this "
            "computer's resolver and DNS itself agree. A name that exists but has no address is dns-no-address.",
    .what = "There is no server with {name}.",
    .why = "The name service knows no such name. Most often it is mistyped; else the record was removed, or the domain itself "
           "has run out.",
    .user = "Compare the name letter by letter with the instructions.",
    .admin = "Look whether the record is still in the zone, whether the domain is paid for, and whether it is delegated to the "
             "right name servers.",
    .say = "No server of that name exists; please check the spelling.",
    REFERENCES("RFC 8020", "RFC 2308 2.1", "Outlook error 0x800CCC0D"),
},
{
    ROW("dns-no-address", ERROR, CERTAIN, RESOLVE, SETTINGS),
    .seen = "The name exists, yet there is neither an IPv4 nor an IPv6 address under it. Where mail (MX) or service (SRV) records "
            "are found instead, the part of a mail address behind the at sign was given in place of the server.",
    .what = "{name} exists, but it has no address to connect to.",
    .why = "It is probably the domain of the mail addresses and not the name of the server.{[ {detail}.]}",
    .user = "Use the server name from the instructions; it often begins with imap, pop, smtp or mail.",
    .admin = "Publish service records (SRV) for the domain, so that programs find the server by themselves, and name the server "
             "in the instructions.",
    .say = "That is the mail domain, not the server; please look up the server's own name in the instructions.",
    REFERENCES("RFC 2308 2.2", "RFC 6186 3"),
},
{
    ROW("dns-family-missing", ERROR, CERTAIN, RESOLVE, SETTINGS),
    .seen = "Addresses were found, but only one kind of address (IPv4 or IPv6) was asked to be visited, and the server has none of "
            "that kind.",
    .what = "{host} has no address of the kind that was asked for.",
    .why = "Only IPv4 or only IPv6 was to be used, and the server has addresses of the other kind alone.",
    .user = "Nothing, unless the network has one kind of address only; then use another network.",
    .admin = "Visit both kinds of address, or publish an address of the missing kind.",
    .say = "That server has no address of the kind your network uses.",
    REFERENCES("RFC 6724", "RFC 8305"),
},
{
    ROW("dns-servfail", ERROR, LIKELY, RESOLVE, NAMES),
    .seen = "The resolver answered that it could not find out (SERVFAIL), or failed in another way. That it failed is certain, "
            "the cause lies with the domain's name servers or with the resolver. A failed signature check is dns-bogus, no "
            "answer at all is dns-timeout.",
    .what = "The name service could not find out the address of {host}.",
    .why = "The name servers of that domain do not answer properly, or the resolver of this network is in trouble.{[ It said: "
           "{detail}.]}",
    .user = "Wait a little and try again, or try from another network, for example a mobile phone.",
    .admin = "Ask every name server of the domain directly, and compare the DS record in the parent zone with the keys of the "
             "zone.",
    .say = "The name service of that domain is disturbed right now; it is nothing you did.",
    REFERENCES("RFC 1035 4.1.1", "RFC 2308 7.1"),
},
{
    ROW("dns-bogus", ERROR, CERTAIN, RESOLVE, NAMES),
    .seen = "The domain is signed (DNSSEC) and the signature of the answer does not check out. It is a warning where this "
            "computer's own resolver, which does not check, still gives an address.",
    .what = "The signed address record of {host} fails its signature check.",
    .why = "Either the signatures have run out or do not fit the keys, or somebody changed the answer on the way.{[ In detail: "
           "{detail}.]}",
    .user = "Do not work around it; report it.",
    .admin = "Sign the zone again and compare the DS record in the parent zone. Signatures that ran out are the usual cause.",
    .say = "The address of that server does not pass its own signature check; I am reporting it.",
    REFERENCES("RFC 4035 5", "RFC 4033 5"),
},
{
    ROW("dns-timeout", ERROR, CERTAIN, RESOLVE, NETWORK),
    .seen = "No resolver answered in time. If connecting to an address instead of a name works, only the name service is "
            "affected.",
    .what = "The name service did not answer when asked for {name}.",
    .why = "The resolver that this computer uses cannot be reached, or it gets no answer itself.",
    .user = "Disconnect from the network and connect again; the same for the VPN, if there is one.",
    .admin = "See that the resolver handed out by DHCP or the VPN works, and that port 53 is open towards it.",
    .say = "Your network's name service is not answering; please reconnect to the network.",
    REFERENCES("RFC 1035 7.2"),
},
{
    ROW("dns-split-horizon", NOTE, LIKELY, RESOLVE, NETWORK),
    .seen = "This computer's resolver and DNS itself give different addresses, and one side is private (RFC 1918, 100.64.0.0/10, "
            "fc00::/7). This is normal on a campus. It is a warning when the private address could not be reached, as happens "
            "when a VPN is half up.",
    .what = "Inside and outside the network, {name} leads to different servers.",
    .why = "The site answers with one address inside and another one outside.{[ {detail}.]}",
    .user = "If it does not work, connect to the VPN, or disconnect from it, and try again.",
    .admin = "Give both faces of the server the same certificate and the same ports.",
    .say = "That name leads to another server inside than outside; is your VPN connected?",
    REFERENCES("RFC 6950 4", "RFC 1918 3"),
},
{
    ROW("dns-hosts-file-override", WARNING, CERTAIN, RESOLVE, COMPUTER),
    .seen = "The name stands in the hosts file of this computer, and DNS gives another address.",
    .what = "An entry in the hosts file of this computer overrides the address of {host}.",
    .why = "Somebody once wrote the address down by hand; the server has moved since.{[ {detail}.]}",
    .user = "Have the line removed from the hosts file.",
    .admin = "Remove the line (/etc/hosts; on Windows C:\\Windows\\System32\\drivers\\etc\\hosts) unless it is meant for tests.",
    .say = "An old entry on your computer sends the program to the wrong address.",
    REFERENCES("hosts(5)", "RFC 1123 6.1.3.8"),
},
{
    ROW("dns-cname-to-provider", NOTE, CERTAIN, RESOLVE, NOBODY),
    .seen = "The name is an alias (CNAME) for a name in another domain. The certificate still has to be for the name that was "
            "typed.",
    .what = "{name} is an alias for a server of another domain{[, {detail}]}.",
    .why = "The mail service is run by another company under its own name.",
    .user = "If the program complains about the certificate, ask whether the provider's own server name should be used.",
    .admin = "Have the provider show a certificate that names the alias too.",
    .say = "Your mail server is run by a provider under another name.",
    REFERENCES("RFC 7817 3", "RFC 7817 5.1"),
},
{
    ROW("dns-srv-says-no-service", NOTE, CERTAIN, RESOLVE, NAMES),
    .seen = "The name has no address, and its service record (SRV) for this protocol has the target \".\", which says that the domain "
            "does not offer it.",
    .what = "The domain {host} says that it does not offer {proto}.",
    .why = "A service record with a single dot as its target stands for: not here.",
    .user = "Use the protocol that the instructions name, for example IMAP in place of POP3.",
    .admin = "If the service does exist, correct the record.",
    .say = "The domain itself says that it does not offer this kind of access.",
    REFERENCES("RFC 2782", "RFC 6186 3.4"),
},
{
    ROW("dns-answer-hijacked", WARNING, LIKELY, RESOLVE, NETWORK),
    .seen = "Only told after a comparison (--compare). A made-up name directly under the host's top-level domain, which nobody has, led "
            "to the same address as the host, and the host's own answer is not signed. A wildcard in the host's zone does not "
            "reach that name.",
    .what = "The name service here answers with {address} for names that do not exist, and for {host}.",
    .why = "This network, or its provider, leads every name to a server of its own: to have users sign in, or to show them "
           "advertisements.",
    .user = "Sign in to the network with a web browser, or use another network.",
    .admin = "Switch the rewriting of missing names off, or use another resolver.",
    .say = "This network answers with its own address for every name; please sign in to it first, or use another one.",
    REFERENCES("RFC 8020 2", "RFC 8952"),
},
