// SPDX-License-Identifier: Apache-2.0
// How a row gets in: the vendor's own page on what a network must not block, or two public tools that agree; one line a name,
// exact unless the whole subtree serves the one purpose. The state of November 2026: connectivity checks, canaries' neighbours,
// push and helplines come from documents that were read; certificate, update and vendor time hosts are common knowledge of the
// field and are still to be held against the vendors' pages. No row was tested against the network.
#include "policy/never_block.h"

namespace darban {
namespace {

using enum Vital;
constexpr NameScope exact = NameScope::exact;
constexpr NameScope subtree = NameScope::subtree;

constexpr VitalName kVitalNames[] = {
    // Android; the third serves old phones and Chromebooks
    {"connectivitycheck.gstatic.com", exact, connectivity},
    {"connectivitycheck.android.com", exact, connectivity},
    {"clients3.google.com", exact, connectivity},
    {"www.gstatic.com", exact, connectivity},
    {"metric.gstatic.com", subtree,
     connectivity},  // random-ds.metric and random-dnsotls-ds.metric: Android's test of DNS over TLS
    // Apple: developer and support pages "use Apple products on enterprise networks"
    {"captive.apple.com", exact, connectivity},
    {"www.apple.com", exact, connectivity},
    {"gsp1.apple.com", exact, connectivity},
    // Windows: Network Connectivity Status Indicator
    {"www.msftconnecttest.com", exact, connectivity},
    {"ipv6.msftconnecttest.com", exact, connectivity},
    {"www.msftncsi.com", exact, connectivity},
    {"ipv6.msftncsi.com", exact, connectivity},
    {"dns.msftncsi.com", exact, connectivity},
    // browsers, desktops, other phones, consoles
    {"detectportal.firefox.com", exact, connectivity},
    {"nmcheck.gnome.org", exact, connectivity},
    {"networkcheck.kde.org", exact, connectivity},
    {"connectivity-check.ubuntu.com", exact, connectivity},
    {"network-test.debian.org", exact, connectivity},
    {"ping.archlinux.org", exact, connectivity},
    {"connectivitycheck.cbg-app.huawei.com", exact, connectivity},
    {"connectivitycheck.platform.hicloud.com", exact, connectivity},
    {"connect.rom.miui.com", exact, connectivity},
    {"conn1.oppomobile.com", exact, connectivity},
    {"conn2.oppomobile.com", exact, connectivity},
    {"wifi.vivo.com.cn", exact, connectivity},
    {"conntest.nintendowifi.net", exact, connectivity},
    {"ctest.cdn.nintendo.net", exact, connectivity},

    {"pool.ntp.org", subtree, time},  // and its vendor zones: 2.android, 0.debian, 1.openwrt ...
    {"time.android.com", exact, time},
    {"time.google.com", exact, time},
    {"time1.google.com", exact, time},
    {"time2.google.com", exact, time},
    {"time3.google.com", exact, time},
    {"time4.google.com", exact, time},
    {"time.apple.com", exact, time},
    {"time.asia.apple.com", exact, time},
    {"time.euro.apple.com", exact, time},
    {"time-ios.apple.com", exact, time},
    {"time-macos.apple.com", exact, time},
    {"time.windows.com", exact, time},
    {"time.cloudflare.com", exact, time},
    {"time.nist.gov", exact, time},
    {"ntp.ubuntu.com", exact, time},
    {"ntp.nict.jp", exact, time},

    {"ocsp.apple.com", exact, certificates},
    {"ocsp2.apple.com", exact, certificates},
    {"crl.apple.com", exact, certificates},
    {"certs.apple.com", exact, certificates},
    {"valid.apple.com", exact, certificates},
    {"crl.microsoft.com", exact, certificates},
    {"mscrl.microsoft.com", exact, certificates},
    {"oneocsp.microsoft.com", exact, certificates},
    {"ocsp.msocsp.com", exact, certificates},
    {"ctldl.windowsupdate.com", exact, certificates},  // the list of trusted roots
    {"pki.goog", subtree, certificates},
    {"lencr.org", subtree, certificates},
    {"amazontrust.com", subtree, certificates},
    {"ocsp.digicert.com", exact, certificates},
    {"crl3.digicert.com", exact, certificates},
    {"crl4.digicert.com", exact, certificates},
    {"cacerts.digicert.com", exact, certificates},
    {"status.geotrust.com", exact, certificates},
    {"status.rapidssl.com", exact, certificates},
    {"status.thawte.com", exact, certificates},
    {"ocsp.sectigo.com", exact, certificates},
    {"crl.sectigo.com", exact, certificates},
    {"crt.sectigo.com", exact, certificates},
    {"ocsp.usertrust.com", exact, certificates},
    {"crl.usertrust.com", exact, certificates},
    {"crt.usertrust.com", exact, certificates},
    {"ocsp.comodoca.com", exact, certificates},
    {"crl.comodoca.com", exact, certificates},
    {"crt.comodoca.com", exact, certificates},
    {"ocsp.globalsign.com", exact, certificates},
    {"ocsp2.globalsign.com", exact, certificates},
    {"crl.globalsign.com", exact, certificates},
    {"secure.globalsign.com", exact, certificates},
    {"ocsp.entrust.net", exact, certificates},
    {"crl.entrust.net", exact, certificates},
    {"aia.entrust.net", exact, certificates},
    {"ocsp.godaddy.com", exact, certificates},
    {"crl.godaddy.com", exact, certificates},
    {"certificates.godaddy.com", exact, certificates},
    {"ocsp.starfieldtech.com", exact, certificates},
    {"crl.starfieldtech.com", exact, certificates},
    {"ocsp.identrust.com", exact, certificates},
    {"commercial.ocsp.identrust.com", exact, certificates},
    {"validation.identrust.com", exact, certificates},
    {"apps.identrust.com", exact, certificates},
    {"subca.ocsp-certum.com", exact, certificates},
    {"crl.certum.pl", exact, certificates},

    {"mesu.apple.com", exact, update},
    {"gdmf.apple.com", exact, update},
    {"gs.apple.com", exact, update},
    {"appldnld.apple.com", exact, update},
    {"swscan.apple.com", exact, update},
    {"swcdn.apple.com", exact, update},
    {"swdist.apple.com", exact, update},
    {"swdownload.apple.com", exact, update},
    {"updates.cdn-apple.com", exact, update},
    {"updates-http.cdn-apple.com", exact, update},
    {"windowsupdate.com", subtree, update},
    {"update.microsoft.com", subtree, update},
    {"dl.delivery.mp.microsoft.com", subtree, update},
    {"ota.googlezip.net", exact, update},  // Android and ChromeOS; not googlezip.net, which also carries Google's proxies
    {"ota-cache1.googlezip.net", exact, update},
    {"ota-cache2.googlezip.net", exact, update},
    {"update.googleapis.com", exact, update},
    {"edgedl.me.gvt1.com", exact, update},
    {"aus5.mozilla.org", exact, update},
    {"deb.debian.org", exact, update},
    {"security.debian.org", exact, update},
    {"archive.ubuntu.com", subtree, update},  // country mirrors: pk.archive.ubuntu.com
    {"ports.ubuntu.com", exact, update},
    {"security.ubuntu.com", exact, update},
    {"archive.raspberrypi.com", exact, update},
    {"archive.raspberrypi.org", exact, update},
    {"raspbian.raspberrypi.org", exact, update},
    {"downloads.openwrt.org", exact, update},

    {"push.apple.com", subtree, push},  // N-courier.push.apple.com
    {"fcm.googleapis.com", exact, push},
    {"mtalk.google.com", exact, push},
    {"alt1-mtalk.google.com", exact, push},
    {"alt2-mtalk.google.com", exact, push},
    {"alt3-mtalk.google.com", exact, push},
    {"alt4-mtalk.google.com", exact, push},
    {"alt5-mtalk.google.com", exact, push},
    {"alt6-mtalk.google.com", exact, push},
    {"alt7-mtalk.google.com", exact, push},
    {"alt8-mtalk.google.com", exact, push},
    {"push.services.mozilla.com", subtree, push},
    {"wns.windows.com", subtree, push},
    {"notify.windows.com", subtree, push},

    // Helplines. Country: purpose; source; V1 = the operator's or a government's page, V2 = press or secondary; when it was last
    // seen.
    {"digitalrightsfoundation.pk", subtree, helpline},      // PK: online harassment, blackmail; own page of 2023-05; V1
    {"punjab.gov.pk", exact, helpline},                     // PK-PB: child protection 1121; the province's portal; V1, 2026-03
    {"www.punjab.gov.pk", exact, helpline},                 //   the same page; hosts, not the whole government
    {"scpa.sindh.gov.pk", subtree, helpline},               // PK-SD: child protection 1121; own page; V1, 2026-03
    {"cpimohr.pk", subtree, helpline},                      // PK-IS: child protection 1121; stateofchildren.com; V2
    {"childline.org.uk", subtree, helpline},                // GB: anything, to 19, and Report Remove; learning.nspcc.org.uk; V1
    {"iwf.org.uk", subtree, helpline},                      // any: anonymous report of CSAM, and its portals; own page; V1
    {"988lifeline.org", subtree, helpline},                 // US: suicide and crisis; internationalmentalhealth.org; V2, 2025-07
    {"cybertipline.org", subtree, helpline},                // US: report exploitation; takeitdown.ncmec.org/faq; V1
    {"takeitdown.ncmec.org", subtree, helpline},            // any: images taken under 18; own page; V1
    {"stopncii.org", subtree, helpline},                    // any, 18+: intimate images; talkheart2heart.org; V2
    {"missingchildreneurope.eu", subtree, helpline},        // EU: 116 111 and 116 000; own page; V1
    {"kidshelpphone.ca", subtree, helpline},                // CA: anything, day and night; own page; V1
    {"kidshelpline.com.au", subtree, helpline},             // AU: 5 to 25, anything; own page; V2, 2023-03
    {"inhope.org", subtree, helpline},                      // any: find a national hotline; own page; V1, 2024
    {"childhelplineinternational.org", subtree, helpline},  // any: find a child helpline; own page; V1
    // Left out until somebody verified a host: Bangladesh (one portal a district), NCCIA, India, Iran, Afghanistan.

    {"forcesafesearch.google.com", exact, safe_search},
    {"restrict.youtube.com", exact, safe_search},
    {"restrictmoderate.youtube.com", exact, safe_search},
    {"strict.bing.com", exact, safe_search},
    {"safe.duckduckgo.com", exact, safe_search},
    {"forcesafe.search.brave.com", exact, safe_search},
    {"safe.search.brave.com", exact, safe_search},
    {"strict-safe-search.ecosia.org", exact, safe_search},
    {"familysearch.yandex.ru", exact, safe_search},
    {"safesearch.pixabay.com", exact, safe_search},
    {"safeapi.qwant.com", exact, safe_search},
    {"safe.startpage.com", exact, safe_search},
};

}  // namespace

std::span<const VitalName> vital_names() { return kVitalNames; }

void add_vital_names(SpecialNamesBuilder& names) {
  for (const VitalName& vital : kVitalNames) {
    const NameMark mark = vital.purpose == safe_search ? NameMark::safe_target : NameMark::never_block;
    names.add_mark(*Name::from_text(vital.name), vital.scope, mark);
  }
}

}  // namespace darban
