using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Generators.Parsing;

/// <summary>
/// The headers that programs find without a folder: one of ours with such a name, in a folder of <c>-I</c>, would be read in its place. Names without
/// <c>.h</c>, each once, in small letters and in the order of letters; the file systems of Windows and macOS do not tell capital letters.
/// </summary>
internal static class StandardHeaders
{
    // ISO/IEC 9899:2024, C23, 7.1.2.
    private const string C = """
        assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic stdbit stdbool stdckdint
        stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype
        """;

    // ISO/IEC 14882:2024, C++23, [headers] and annex D; those without an extension, too, for which one of ours would be taken.
    private const string CPlusPlus = """
        algorithm any array atomic barrier bit bitset cassert ccomplex cctype cerrno cfenv cfloat charconv chrono cinttypes ciso646 climits clocale
        cmath codecvt compare concepts condition_variable coroutine csetjmp csignal cstdalign cstdarg cstdbool cstddef cstdint cstdio cstdlib cstring
        ctgmath ctime cuchar cwchar cwctype deque exception execution expected filesystem flat_map flat_set format forward_list fstream functional
        future generator initializer_list iomanip ios iosfwd iostream istream iterator latch list map mdspan memory memory_resource mutex new numbers
        numeric optional ostream print queue random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span spanstream
        sstream stack stacktrace stdexcept stdfloat stop_token streambuf string_view strstream syncstream system_error thread tuple type_traits
        typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
        """;

    // IEEE Std 1003.1-2024 and 1003.1-2008, chapter 13.
    private const string Posix = """
        aio cpio devctl dirent dlfcn endian fcntl fmtmsg fnmatch ftw glob grp iconv langinfo libgen libintl monetary mqueue ndbm netdb nl_types poll
        pthread pwd sched search spawn strings stropts syslog tar termios trace ulimit unistd utime utmpx wordexp
        """;

    // glibc 2.36, the folder /usr/include of Debian's libc6-dev: without its features.h, for instance, no other is read.
    private const string GnuLibrary = """
        aliases alloca ar argp argz byteswap elf envz err error execinfo features fstab fts gconv getopt gshadow ifaddrs lastlog link malloc mcheck
        mntent nss obstack paths printf proc_service pty re_comp regexp resolv sgtty shadow stab stdio_ext syscall sysexits termio thread_db ttyent
        ucontext utmp values wait
        """;

    // GCC 12 and clang 14, what they bring for x86-64 and Arm64.
    private const string Compiler = """
        acc_prof adxintrin altivec ammintrin amxbf16intrin amxint8intrin amxintrin amxtileintrin arm64intr arm_acle arm_bf16 arm_cde arm_cmse arm_fp16
        arm_mve arm_neon arm_sve armintr avx2intrin avx5124fmapsintrin avx5124vnniwintrin avx512bf16intrin avx512bf16vlintrin avx512bitalgintrin
        avx512bwintrin avx512cdintrin avx512dqintrin avx512erintrin avx512fintrin avx512fp16intrin avx512fp16vlintrin avx512ifmaintrin
        avx512ifmavlintrin avx512pfintrin avx512vbmi2intrin avx512vbmi2vlintrin avx512vbmiintrin avx512vbmivlintrin avx512vlbf16intrin
        avx512vlbitalgintrin avx512vlbwintrin avx512vlcdintrin avx512vldqintrin avx512vlfp16intrin avx512vlintrin avx512vlvbmi2intrin
        avx512vlvnniintrin avx512vlvp2intersectintrin avx512vnniintrin avx512vnnivlintrin avx512vp2intersectintrin avx512vp2intersectvlintrin
        avx512vpopcntdqintrin avx512vpopcntdqvlintrin avxintrin avxvnniintrin backtrace bmi2intrin bmiintrin bmmintrin builtins cet cetintrin
        cldemoteintrin clflushoptintrin clwbintrin clzerointrin cpuid crc32intrin emmintrin enqcmdintrin f16cintrin fma4intrin fmaintrin fxsrintrin
        gcov gfniintrin hexagon_circ_brev_intrinsics hexagon_protos hexagon_types hresetintrin htmintrin htmxlintrin hvx_hexagon_protos ia32intrin
        immintrin intrin invpcidintrin iso_fortran_binding keylockerintrin lwpintrin lzcntintrin mm3dnow mm_malloc mmintrin movdirintrin msa
        mwaitintrin mwaitxintrin nmmintrin omp openacc pconfigintrin pkuintrin pmmintrin popcntintrin prfchwintrin ptwriteintrin quadmath
        quadmath_weak rdseedintrin riscv_vector rtmintrin s390intrin serializeintrin sgxintrin shaintrin smmintrin stdfix syslimits tbmintrin
        tmmintrin tsxldtrkintrin uintrintrin unwind vadefs vaesintrin varargs vecintrin vpclmulqdqintrin waitpkgintrin wasm_simd128 wbnoinvdintrin
        wmmintrin x86gprintrin x86intrin xmmintrin xopintrin xsavecintrin xsaveintrin xsaveoptintrin xsavesintrin xtestintrin
        """;

    // mingw-w64 10, the folder include of Debian's mingw-w64-common, which has the names of the Windows SDK.
    private const string Windows = """
        accctrl aclapi aclui activation activaut activdbg activdbg100 activecf activeds activprof activscp adc adhoc admex adoctint adodef adogpool
        adogpool_backcompat adoguids adoid adoint adoint_backcompat adojet adomd adptif adsdb adserr adshlp adsiid adsnms adsprop adssts adtgen advpub
        af_irda afunix afxres agtctl agterr agtsvr alg alink amaudio amstream amvideo apdevpkey apiset apisetcconv appmgmt aqadmtyp asptlb asyncinfo
        atacct atalkwsh atsmedia audevcod audioapotypes audioclient audioendpoints audioengineendpoint audiopolicy audiosessiontypes austream authif
        authz aux_ulib avifmt aviriff avrfsdk avrt axextendenums azroles basetsd basetyps batclass bcrypt bdaiface bdaiface_enums bdamedia bdatypes
        bemapiset bh bidispl bits bits1_5 bits2_0 bits2_5 bits3_0 bits5_0 bitscfg bitsmsg blberr bluetoothapis bthdef bthsdpdef bugcodes callobj
        cardmod casetup cchannel cderr cdoex cdoexerr cdoexm cdoexstr cdonts cdosys cdosyserr cdosysstr celib certadm certbase certbcli certcli
        certenc certenroll certexit certif certmod certpol certreqd certsrv certview cfg cfgmgr32 cguid chanmgr cierror clfs clfsmgmt clfsmgmtw32
        clfsw32 cluadmex clusapi cluscfgguids cluscfgserver cluscfgwizard cmdtree cmnquery codecapi colordlg comadmin combaseapi comcat comdef
        comdefsp comip comlite commapi commctrl commdlg commoncontrols compobj compressapi compstui computecore computedefs computenetwork
        computestorage comsvcs comutil concurrencysal confpriv conio control cor corecrt corecrt_startup corecrt_stdio_config corecrt_wstdlib corerror
        corhdr correg cpl cplext credssp crtdbg crtdefs cryptuiapi cryptxml cscapi cscobj ctfutb ctxtcall custcntl d2d1 d2d1_1 d2d1_1helper
        d2d1effectauthor d2d1effecthelpers d2d1effects d2d1helper d2dbasetypes d2derr d3d d3d10 d3d10_1 d3d10_1shader d3d10effect d3d10misc
        d3d10sdklayers d3d10shader d3d11 d3d11_1 d3d11_2 d3d11_3 d3d11_4 d3d11on12 d3d11sdklayers d3d11shader d3d12 d3d12sdklayers d3d12shader d3d8
        d3d8caps d3d8types d3d9 d3d9caps d3d9types d3dcaps d3dcommon d3dcompiler d3dhal d3drm d3drmdef d3drmobj d3dtypes d3dx9 d3dx9anim d3dx9core
        d3dx9effect d3dx9math d3dx9mesh d3dx9shader d3dx9shape d3dx9tex d3dx9xof daogetrw datapath datetimeapi davclnt dbdaoerr dbdaoid dbdaoint
        dbgautoattach dbgeng dbghelp dbgprop dbt dciddi dciman dcommon dcomp dcompanimation dcomptypes dde ddeml ddraw ddrawgdi ddrawi ddstream
        debugapi delayimp devguid devicetopology devioctl devpkey devpropdef dhcpcsdk dhcpsapi dhcpssdk dhcpv6csdk dhtmldid dhtmled dhtmliid digitalv
        dimm dinput dinputd dir direct directmanipulation directxmath diskguid dismapi dispatch dispatcherqueue dispdib dispex dlcapi dlgs dls1 dls2
        dmdls dmemmgr dmerror dmksctrl dmo dmodshow dmoreg dmort dmplugin dmusbuff dmusicc dmusicf dmusici dmusics docobj docobjectservice
        documenttarget domdid dos downloadmgr dpaddr dpapi dpfilter dplay dplay8 dplobby dplobby8 dpnathlp driverspecs drmexternals dsadmin dsclient
        dsconf dsdriver dsgetdc dshow dskquota dsound dsquery dsrole dssec dtchelp dvbsiparser dvdevcod dvdif dvdmedia dvec dvobj dwmapi dwrite
        dwrite_1 dwrite_2 dwrite_3 dxdiag dxerr8 dxerr9 dxfile dxgi dxgi1_2 dxgi1_3 dxgi1_4 dxgi1_5 dxgi1_6 dxgicommon dxgidebug dxgiformat dxgitype
        dxtmpl dxva dxva2api dxvahd eapauthenticatoractiondefine eapauthenticatortypes eaphosterror eaphostpeerconfigapis eaphostpeertypes
        eapmethodauthenticatorapis eapmethodpeerapis eapmethodtypes eappapis eaptypes edevdefs eh ehstorapi elscore elssrvc emostore emptyvc
        endpointvolume errhandlingapi errorrep errors esent evcode evcoll eventsys eventtoken evntcons evntprov evntrace evr evr9 exchform excpt
        exdisp exdispid expandedresources fci fdi fibersapi fileapi fileextd filehc filter filterr fltdefs fltuser fltuserstructures fltwinerror
        fontsub fpieee fsrm fsrmenums fsrmerr fsrmpipeline fsrmquota fsrmreports fsrmscreen ftsiface functiondiscoveryapi functiondiscoverycategories
        functiondiscoveryconstraints functiondiscoverykeys functiondiscoverykeys_devpkey functiondiscoverynotification fusion fvec fwpmtypes fwpmu
        fwptypes gb18030 gdiplus gpedit gpio gpmgmt guiddef h323priv handleapi heapapi hidclass hidpi hidsdi hidusage highlevelmonitorconfigurationapi
        hlguids hliface hlink hostinfo hstring htiface htiframe htmlguid htmlhelp http httpext httpfilt httprequestid hvsocket i_cryptasn1tls ia64reg
        iaccess iadmext iadmw iads icftypes icm icmpapi icodecapi icrsint identitycommon identitystore idf idispids iedial ieeefp ieverp ifdef iiis
        iiisext iimgctx iiscnfg iisrsta iketypes imagehlp ime imessage imm in6addr inaddr indexsrv inetreg inetsdk infstr initguid initoid inputscope
        inspectable interlockedapi intsafe intshcut invkprxy io ioapiset ioevent ioringapi ipexport iphlpapi ipifcons ipinfoid ipmib ipmsp iprtrmib
        ipsectypes iptypes ipxconst ipxrip ipxrtdef ipxsap ipxtfflt iscsidsc isguids issper16 issperr isysmon ivec iwamreg jobapi kcom knownfolders ks
        ksdebug ksguid ksmedia ksproxy ksuuids ktmtypes ktmw32 kxia64 l2cmn libloaderapi libloaderapi2 lm lmaccess lmalert lmapibuf lmat lmaudit
        lmconfig lmcons lmdfs lmerr lmerrlog lmjoin lmmsg lmon lmremutl lmrepl lmserver lmshare lmsname lmstats lmsvc lmuse lmuseflg lmwksta loadperf
        locationapi lpmapi lzexpand madcapcl magnification mailmsgprops manipulations mapi mapicode mapidbg mapidefs mapiform mapiguid mapihook
        mapinls mapioid mapispi mapitags mapiutil mapival mapiwin mapiwz mapix mbctype mbstring mciavi mcx mdcommsg mddefw mdhcp mdmsg mediaerr
        mediaobj medparam mem memoryapi mergemod mfapi mfcaptureengine mfd3d12 mferror mfidl mfmediacapture mfmp2dlna mfobjects mfplay mfreadwrite
        mftransform mgm mgmtapi midles mimedisp mimeinfo minmax minwinbase minwindef mlang mmc mmcobj mmddk mmdeviceapi mmreg mmstream mmsystem
        mobsync moniker mpeg2bits mpeg2data mpeg2psiparser mpeg2structs mprapi mprerror mq mqmail mqoai msacm msacmdlg msado15 msasn1 msber mscat
        mschapp msclus mscoree msctf msctfmonitorapi msdadc msdaguid msdaipp msdaipper msdaora msdaosp msdasc msdasql msdatsrc msdrm msdrmdefs
        msdshape msfs mshtmcid mshtmdid mshtmhst mshtml mshtmlc msi msidefs msimcntl msimcsdk msinkaut msiquery msoav msoledbsql msopc msp mspab
        mspaddr mspbase mspcall mspcoll mspenum msplog mspst mspstrm mspterm mspthrd msptrmac msptrmar msptrmvc msputils msrdc msremote mssip msstkppg
        mstask mstcpip msterr mswsock msxml msxml2 msxml2did msxmldid mtsadmin mtsevents mtsgrp mtx mtxadmin mtxattr mtxdm muiload multimon multinfo
        mxdc namedpipeapi namespaceapi napcertrelyingparty napcommon napenforcementclient napmanagement napmicrosoftvendorids napprotocol
        napservermanagement napsystemhealthagent napsystemhealthvalidator naptypes naputil nb30 ncrypt ndattrib ndfapi ndhelper ndkinfo ndr64types
        ndrtypes netcfgn netcfgx netcon neterr netevent netfw netioapi netlistmgr netmon netprov nettypes newapis newdev nldef nmsupp npapi nsemail
        nserror nspapi ntdd1394 ntdd8042 ntddbeep ntddcdrm ntddcdvd ntddchgr ntdddisk ntddft ntddkbd ntddmmc ntddmodm ntddmou ntddndis ntddpar
        ntddpsch ntddscsi ntddser ntddstor ntddtape ntddtdi ntddvdeo ntddvol ntdef ntdsapi ntdsbcli ntdsbmsg ntgdi ntiologc ntioring_x ntldap ntmsapi
        ntmsmli ntquery ntsdexts ntsecapi ntsecpkg ntstatus ntverp nvme oaidl objbase objectarray objerror objidl objidlbase objsafe objsel ocidl ocmm
        odbcinst odbcss ole ole2 ole2ver oleacc oleauto olectl olectlid oledb oledbdep oledberr oledbguid oledlg oleidl oletx2xa opmapi optary p2p
        packoff packon parser patchapi patchwiz pathcch pbt pchannel pciprop pcrt32 pdh pdhmsg penwin perflib perhist persist pgobootrun
        physicalmonitorenumerationapi pla pnrpdef pnrpns poclass polarity poppack portabledeviceconnectapi portabledevicetypes powrprof prnasnot
        prntfont prntvpt process processenv processthreadsapi processtopologyapi profile profileapi profinfo proofofpossessioncookieinfo propidl
        propkey propkeydef propsys propvarutil prsht psapi pshpack1 pshpack2 pshpack4 pshpack8 pshpck16 pstore pthread_compat pthread_signal
        pthread_time pthread_unistd qedit qmgr qnetwork qos qos2 qosname qospol qossp ras rasdlg raseapif raserror rassapi rasshost ratings
        rdpencomapi realtimeapiset reason recguids reconcil regbag regstr relogger rend resapi restartmanager richedit richole rkeysvcc rnderr roapi
        routprot rpc rpcasync rpcdce rpcdcep rpcndr rpcnsi rpcnsip rpcnterr rpcproxy rpcsal rpcssl rrascfg rtcapi rtccore rtcerr rtinfo rtm rtmv2
        rtutils rtworkq sal sapi sapi51 sapi53 sapi54 sas sbe scarddat scarderr scardmgr scardsrv scardssp scesvc schannel schedule schemadef schnlsp
        scode scrnsave scrptids sddl sdkddkver sdoias sdpblb sdperr secext security securityappcontainer securitybaseapi sehmap sens sensapi sensevts
        sensors sensorsapi servprov setjmpex setupapi sfc shappmgr share shdeprecated shdispid shellapi shellscalingapi sherrors shfolder shldisp
        shlguid shlobj shlwapi shobjidl shtypes simpdata simpdc sipbase sisbkup slerror slpublic smpab smpms smpxp smtpguid smx snmp softpub
        spatialaudioclient spatialaudiometadata specstrings spellcheck sperror sphelper sporder sql sql_1 sqlext sqloledb sqltypes sqlucode
        srrestoreptapi srv sspguid sspi sspserr sspsidl stdexcpt sti stierr stireg stllock stm storage storduid storprop stralign stringapiset strmif
        strsafe structuredquerycondition subauth subsmgr svcguid svrapi synchapi sysinfoapi systemtopologyapi t2embapi tabflicks tapi tapi3 tapi3cc
        tapi3ds tapi3err tapi3if taskschd tbs tcerror tcguid tchar tcpestats tcpmib tdh tdi tdiinfo termmgr textserv textstor threadpoolapiset
        threadpoollegacyapiset thumbcache timeapi timeprov timezoneapi tlbref tlhelp32 tlogstg tmschema tnef tom tpcshrd traffic transact triedcid
        triediid triedit tsattrs tspi tssbx tsuserex tsvirtualchannels tuner tvout txcoord txctx txdtc txfw32 uastrfnc udpmib uianimation uiautomation
        uiautomationclient uiautomationcore uiautomationcoreapi uiviewsettingsinterop umx unknown unknwn unknwnbase urlhist urlmon usb usb100 usb200
        usbcamdi usbdi usbioctl usbiodef usbprint usbrpmif usbscan usbspec usbuser userenv usp10 utilapiset uuids uxtheme vcr vdmdbg vds vdslun
        versionhelpers vfw vfwmsgs virtdisk vmr9 vsadmin vsanimation vsbackup vsmgmt vsprov vss vsserror vsstyle vssym32 vswriter w32api wab wabapi
        wabcode wabdefs wabiab wabmem wabnot wabtags wabutil wbemads wbemcli wbemdisp wbemidl wbemprov wbemtran wcmconfig wcsplugin wct wdsbp
        wdsclientapi wdspxe wdstci wdstpdi wdstptmgmt webauthn werapi wfext wia wiadef wiadevd wiavideo winable winapifamily winbase winber wincodec
        wincodecsdk wincon wincred wincrypt winddi winddiui windef windns windot11 windows windowscontracts windowsx winefs winerror winevt wingdi
        winhttp winhvemulation winhvplatform winhvplatformdefs wininet winineti winioctl winldap winnetwk winnls winnls32 winnt winperf winreg winres
        winresrc winsafer winsatcominterfacei winscard winsdkver winsmcrd winsnmp winsock winsock2 winsplp winspool winstring winsvc winsxs winsync
        winternl wintrust winusb winusbio winuser winver winwlx wlanapi wlanihvtypes wlantypes wmcodecdsp wmcontainer wmdrmsdk wmiatlprov wmistr
        wmiutils wmp wmpids wmprealestate wmpservices wmsbuffer wmsdk wmsdkidl wmsecure wnnc wow64apiset wownt16 wownt32 wpapi wpapimsg wpcapi
        wpcevent wpcrsmsg wpftpmsg wppstmsg wpspihlp wptypes wpwizmsg wrl ws2atm ws2bth ws2def ws2dnet ws2ipdef ws2spi ws2tcpip wsdapi wsdattachment
        wsdbase wsdclient wsddisco wsdhost wsdtypes wsdutil wsdxml wsdxmldom wshisotp wsipv6ok wsipx wslapi wsman wsmandisp wsnetbs wsnwlink wspiapi
        wsrm wsvns wtsapi32 wtypes wtypesbase wuapi wuerror xa xapo xapofx xaudio2 xaudio2fx xcmc xcmcext xcmcmsx2 xcmcmsxt xenroll xinput xlocinfo
        xmath xmldomdid xmldsodid xmllite xmltrnsf xolehlp xpsdigitalsignature xpsobjectmodel xpsobjectmodel_1 xpsprint xpsrassvc ymath yvals zmouse
        """;

    private static readonly (string Owner, string Names)[] Lists =
    [
        ("C", C),
        ("C++", CPlusPlus),
        ("POSIX", Posix),
        ("the GNU C library", GnuLibrary),
        ("the C compiler", Compiler),
        ("Windows", Windows),
    ];

    private static readonly Dictionary<string, string> Owners = Lists
        .SelectMany(list => list.Names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(name => (name, list.Owner)))
        .ToDictionary(header => header.name, header => header.Owner, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whose header has a name, in the words of a message: <c>C</c>, <c>Windows</c>; null where nobody's has.</summary>
    public static string? OwnerOf(string name) => Owners.TryGetValue(name, out string? owner) ? owner : null;
}
