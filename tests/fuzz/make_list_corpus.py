#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the seeds of the list fuzz targets to corpus/list_*/ and corpus/idn/: every form a syntax has. They are committed; run by hand."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))

SEEDS = {
    "list_hosts": {
        "sinkholes": "0.0.0.0 a.example b.example # x\r\n127.0.0.1\tc.example\n:: d.example\n::1 e.example\n0:0:0:0:0:0:0:0 f.example\n",
        "local": "127.0.0.1 localhost\n::1 ip6-localhost\nfe80::1%lo0 localhost\n255.255.255.255 broadcasthost\nff02::1 ip6-allnodes\n",
        "refused": "0 zero.example\n0.0.0.0\n192.168.1.7 printer.example\n0.0.0.0 0.0.0.0\n0.0.0.0 good.example en\n0.0.0.0 a..b\n",
        "bom": "\ufeff0.0.0.0 bom.example\n0.0.0.0 \u043f\u0440\u0438\u043c\u0435\u0440.example\n",
    },
    "list_domains": {
        "plain": "a.example\n  b.example  \nc.example   #Tool: x\nd.example  free text\n.e.example\n*.f.example\nUPPER.Example.\n",
        "header": "! Title: x\n! Match: exact\na.example\n",
        "odd": "under_score.example\n-bad.example\nxn--0.example\nb\u00fccher.example\nfa\u00df.example\ncg\u2011dialup.net\nexa\u200bmple.com\n",
        "no_names": "*\n*.\n.\n*.*\n*.com\nhttp://u.example/p\nu.example/p\nu.example:8080\n1.2.3.4\n[2001:db8::1]\n2001:db8::/32\n1.2.3.0/24\n",
        "regex": "(^|\\.)a\\.example$\n^b\\.example$\n^ads[0-9]+\\.\n/\\.c\\.example$/\n",
        "suffixes": "co.uk\ngithub.io\nany.ck\nwww.ck\ncom\nown.github.io\n",
    },
    "list_wildcard": {"plain": "*.a.example\n.b.example\nc.example\n*.co.uk\n*.zip\n# x\n"},
    "list_adblock": {
        "anchors": "[Adblock Plus 2.0]\n||a.example^\n||b.example\n|c.example^\nd.example\n||*.e.example^\n*.f.example\n://g.example^\n||h.example^|\n",
        "exceptions": "@@||a.example^\n@@||b.example^|\n@@|c.example^\n@@||d.example^$important\n",
        "modifiers": "||a.example^$important\n||b.example^$denyallow=x.b.example|y.b.example\n||c.example^$badfilter\n||d.example^$third-party\n"
        "||e.example^$dnstype=AAAA\n||f.example^$important,denyallow=z.f.example,badfilter\n||g.example^$a\\,b,doc\n",
        "patterns": "||b*.example^\n||zip^\n||a.example/path^\n||t.delfi.\n/js/ad.js\n&AdType=\n||x^y^\n|*x*^\n||1.2.3.4^\n||[2001:db8::1]^\n||s.example ^\n",
        "cosmetic": "example.com##.ad\n##.ad\n#@#.ad\nexample.com#%#//scriptlet('x')\nexample.com$$script[x]\n## banner\nexample.com ##.x\n",
        "regex": "/^ads[0-9]+\\./\n/(a+)+$/\n/(?=x)y/\n/unclosed\n/^(.+\\.)?a\\.example$/$important\n/\\.b\\.example$/$badfilter\n",
        "hosts": "0.0.0.0 a.example\n127.0.0.1 localhost\n||b.example^ # why\n",
    },
    "list_dnsmasq": {
        "forms": "local=/a.example/\nserver=/b.example/\naddress=/c.example/0.0.0.0\naddress=/d.example/e.example/::\naddress=/f.example/#\nserver=/g.example/#\n",
        "others": "address=/#/0.0.0.0\nserver=8.8.8.8\nserver=/x.example/8.8.8.8\nbogus-nxdomain=1.2.3.4\nconf-file=/etc/x\nno-resolv\naddress=//\naddress=/x\n",
        "smartdns": "address /a.example/#\naddress /b.example/-\naddress /c.example/1.2.3.4\nnameserver /d.example/g\naddress /*.e.example/#\n",
    },
    "list_unbound": {
        "zones": "server:\nlocal-zone: \"a.example.\" always_nxdomain\nlocal-zone: b.example deny\nlocal-zone: 'c.example' transparent\nlocal-zone: \"d.example\n",
        "data": "local-zone: \"a.example\" redirect\nlocal-data: \"a.example A 0.0.0.0\"\nlocal-data: 'b.example. 60 IN AAAA ::'\nlocal-data: \"c.example A 10.0.0.1\"\n",
        "others": "include: \"/etc/x\"\nforward-zone:\nname: \".\"\nlocal-zone: \".\" refuse\nlocal-zone:\n",
    },
    "list_rpz": {
        "zone": "$TTL 1h\n$ORIGIN rpz.zone.\n@ SOA localhost. root.localhost. (\n 1 ; serial\n 2 3\n 4 5 )\n  NS localhost.\na.example CNAME .\n*.a.example CNAME .\n"
        "b.example.rpz.zone. 300 IN CNAME .\n\tA 0.0.0.0\n$ORIGIN example.rpz.zone.\nc CNAME *.\n$INCLUDE x\n",
        "actions": "a.example CNAME rpz-passthru.\nb.example CNAME rpz-drop.\nc.example CNAME rpz-tcp-only.\nd.example CNAME d.example.\ne.example A 10.0.0.1\n"
        "f.example TXT \"a ; b\" ( c )\n",
        "triggers": "32.4.3.2.1.rpz-ip CNAME .\n48.zz.db8.2001.rpz-ip CNAME .\n1.0.218.230.rpz-ip CNAME .\nns.example.rpz-nsdname CNAME .\n*.rpz-x.example CNAME .\n",
        "open": "@ SOA a. b. ( 1 2\n3\n",
    },
    "list_v2fly": {
        "forms": "# a\ninclude:other @-cn\nfull:f.example\ndomain:g.example\nh.example @ads @cn &x\nkeyword:sex\nregexp:^a\\.b$\nregexp:^a[0-9]+$\ntiktok\ni.example # c\n",
    },
    "idn": {
        "cyrillic": "\u041f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
        "sharp_s": "fa\u00df.example.",
        "dots": "a\u3002b\uff0ec\uff61d",
        "joiner": "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example",
        "vanishes": "ex\u00adample.com",
        "slash": "a\u2100b.example",
        "wide": "\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45.com",
        "ascii": "r3---sn-x.under_score.xn--0.example",
        "suffixes": "// c\ncom\n*.ck\n!www.ck\n\u516c\u53f8.cn\n",
    },
}

if __name__ == "__main__":
    for target, seeds in SEEDS.items():
        folder = os.path.join(HERE, "corpus", target)
        os.makedirs(folder, exist_ok=True)
        for name, text in seeds.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(text.encode())
    not_text = {"list_domains": b"a.example\n\x80.example\na\0b.example\n\xed\xa0\x80\n", "idn": b"\xc0\xae.example"}
    for target, octets in not_text.items():
        with open(os.path.join(HERE, "corpus", target, "not_text"), "wb") as file:
            file.write(octets)
