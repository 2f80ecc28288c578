/** The page's one style sheet; its hash stands in the page's Content-Security-Policy. */
export const STYLES = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#57606a;--line:#d0d7de;--card:#f6f8fa;--bad:#b3261e;--good:#116329;--warn:#7d4e00;--link:#0550ae;--shade:#fbe3e1;--mark:#fff0a8;--add:#dafbe1;--del:#ffebe9}
@media (prefers-color-scheme:dark){:root{--bg:#0f1318;--fg:#e6edf3;--dim:#9aa6b2;--line:#30363d;--card:#171c23;--bad:#ff8f87;--good:#6fd387;--warn:#e3b341;--link:#79c0ff;--shade:#3b1a1a;--mark:#574500;--add:#12301c;--del:#3c1618}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:78rem;padding:1rem 1.25rem 3rem;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
html{scroll-padding-top:3.2rem}h1{font-size:1.5rem;line-height:1.25;margin:.2rem 0 .4rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:1.2rem 0 .4rem}
p{margin:.4rem 0}a{color:var(--link)}code,pre{font:13px/1.45 ui-monospace,monospace}
pre{background:var(--card);border:1px solid var(--line);padding:.6rem;overflow:auto;max-height:26rem;white-space:pre-wrap}
.dim{color:var(--dim)}.bad{color:var(--bad)}.good{color:var(--good)}.warn{color:var(--warn)}
time{white-space:nowrap}mark{background:var(--mark);color:inherit;padding:0 .15em;border-radius:2px}
.badge{display:inline-block;border:2px solid;border-radius:4px;padding:0 .5rem;font-weight:700}
#contents{position:sticky;top:0;z-index:1;display:flex;gap:.2rem 1.1rem;overflow-x:auto;padding:.45rem 0;margin:.5rem 0;background:var(--bg);border-bottom:1px solid var(--line)}#contents a{white-space:nowrap;text-decoration:none;padding:.1rem}#contents a:hover{text-decoration:underline}.many{color:var(--dim);font-size:.85em}
.numbers{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.7rem;margin:.8rem 0}.numbers div{display:flex;flex-direction:column-reverse;justify-content:flex-end;border:1px solid var(--line);border-radius:6px;padding:.45rem .8rem}.numbers dt{color:var(--dim);font-size:.85rem;line-height:1.3}.numbers dd{margin:0;font-size:1.45rem;font-weight:700;line-height:1.3}
.warnings{border-left:4px solid var(--warn);background:var(--card);padding:.3rem .8rem;margin:.8rem 0}.warnings ul{margin:.2rem 0;padding-left:1.1rem}
.columns{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 2rem}.columns h2{margin-top:1rem}.facts{margin:0}.fact{display:grid;grid-template-columns:4.6rem minmax(0,1fr)}.fact dt{color:var(--dim);padding:.2rem 0}.fact dd{margin:0}.fact dd p{margin:.2rem 0}
.careful{border-left:4px solid var(--warn);padding:.1rem .7rem;background:var(--card)}
h4{font-size:.95rem;margin:1rem 0 .3rem}:is(h3,h4)+.chain{margin-top:.4rem}
.diff{padding:.4rem 0;max-height:44rem}.diff>*{display:block;padding:0 .6rem 0 .35rem;border-left:4px solid transparent;text-decoration:none;color:inherit;min-height:1.45em}.diff ins,.key ins{background:var(--add)}.diff del,.key del{background:var(--del)}.key{margin-bottom:0}.key>*{text-decoration:none;color:var(--fg);padding:0 .4rem}.diff .gap{color:var(--dim);background:var(--bg);font-style:italic}.diff .decides{border-left-color:var(--bad);font-weight:600}.diff .warn{color:var(--warn)}
.matrix td{vertical-align:middle}.matrix th:nth-child(3){width:38%}.axis{display:flex;justify-content:space-between;font-weight:400}.strip{min-width:0;height:1.3rem}.strip .line{fill:var(--fg)}.stopped{columns:20rem}.case{border-top:1px solid var(--line);margin-top:1.4rem}
summary{cursor:pointer;padding:.2rem 0}
@media (max-width:60rem){.numbers{grid-template-columns:repeat(2,minmax(0,1fr))}.columns{grid-template-columns:minmax(0,1fr)}}
.scroll{overflow-x:auto;contain:content;border:1px solid var(--line);border-radius:6px}
.scroll:focus-visible,a:focus-visible,pre:focus-visible,button:focus-visible,input:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:1px}
svg{display:block;min-width:860px;width:100%;height:auto;font:12px system-ui,sans-serif}
svg text{fill:var(--fg)}svg .dim{fill:var(--dim)}svg .grid{stroke:var(--line)}svg .shade{fill:var(--shade)}
svg .good{fill:var(--good)}svg .bad{fill:var(--bad)}svg .warn{fill:var(--warn)}svg .plain{fill:var(--dim)}svg .hollow{fill:var(--bg);stroke:var(--dim)}
svg .cover{fill:var(--link)}svg .gap,svg .ground{fill:var(--bg)}svg .shut{fill:url(#stripes)}svg .none{fill:none}svg .run{opacity:.4}svg .name{font-weight:700;font-size:11px;pointer-events:none}svg a text{font-weight:700}svg a path{stroke:var(--bg)}svg .shade{pointer-events:none}svg a:hover path,svg a:focus path,svg a.on path{stroke:var(--fg);stroke-width:2.5}
.tools{display:flex;flex-wrap:wrap;gap:.4rem .9rem;align-items:center;margin:.5rem 0}button,input[type=search]{font:inherit;color:var(--fg);background:var(--card);border:1px solid var(--dim);border-radius:4px;padding:.15rem .6rem}
#detail{min-height:3.2em;margin:.3rem 0;padding:.3rem .6rem;background:var(--card)}
table{border-collapse:collapse;width:100%;font-size:.9rem}td:first-child{overflow-wrap:anywhere}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid var(--line)}
tr:target{background:var(--shade)}.now,th{white-space:nowrap}.word{overflow-wrap:normal}.entries{table-layout:fixed}.entries th:nth-child(1){width:12rem}.entries th:nth-child(2){width:8rem}.entries th:nth-child(4){width:25%}.phases{table-layout:fixed}.phases th:nth-child(1){width:4rem}.phases th:nth-child(2){width:11rem}.candidates{table-layout:fixed}.candidates th:nth-child(1){width:12rem}.candidates th:nth-child(2){width:27%}.candidates th:nth-child(3){width:8rem}.candidates th:nth-child(5){width:18%}
.chain{list-style:none;display:flex;flex-wrap:wrap;gap:.6rem 2rem;padding:0}.chain li{border:1px solid var(--dim);border-radius:6px;padding:.4rem .7rem;max-width:22rem;position:relative}
.chain li:not(:last-child)::after{content:"\\2192";position:absolute;right:-1.5rem;top:.4rem}
[hidden]{display:none!important}
@media screen and (max-width:44rem){
table,table :is(tbody,tr,td){display:block}thead{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden;white-space:nowrap}
tr{padding:.4rem 0;border-bottom:1px solid var(--line)}table td{border:0;padding:.05rem 0}.now{white-space:normal}
.covers td:nth-child(2)::before{content:"Covers: "}.covers td:nth-child(3)::before{content:"Gaps: "}.covers td:nth-child(4)::before{content:"Tells changes of: "}
.sources td:nth-child(4)::before{content:"Records: "}.sources td:nth-child(5)::before{content:"Rejected: "}}
@media (max-width:44rem){.chain{flex-direction:column;gap:1.6rem}.chain li{max-width:none}.chain li:not(:last-child)::after{content:"\\2193";left:.7rem;right:auto;top:auto;bottom:-1.6rem}}
@media print{:root{--bg:#fff;--fg:#000;--dim:#444;--line:#bbb;--card:#fff;--bad:#8c1d18;--good:#0b4a1e;--warn:#5c3a00;--link:#000;--shade:#eee;--mark:#ddd;--add:#e6f4ea;--del:#fbe9e7}
@page{margin:13mm 13mm 15mm;@bottom-left{content:"S3 Inventory delivery report";font:8pt system-ui,sans-serif;color:#444}@bottom-right{content:"Page " counter(page) " of " counter(pages);font:8pt system-ui,sans-serif;color:#444}}
html{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{max-width:none;padding:0;font-size:9pt;line-height:1.35}h1{font-size:14pt}h2{font-size:11pt;margin:.7rem 0 .3rem}h3{font-size:10pt;margin:.6rem 0 .2rem}table{font-size:8pt}code,pre{font-size:7.5pt;line-height:1.3}.numbers dd{font-size:12pt}.numbers dt{font-size:8pt}.numbers div{padding:.2rem .5rem}
.columns{grid-template-columns:repeat(2,minmax(0,1fr));gap:0 1.2rem}.numbers{grid-template-columns:repeat(4,minmax(0,1fr));margin:.4rem 0}.appendix{break-before:page}.diff{max-height:none}details.fold::details-content{content-visibility:visible;block-size:auto}details.aside:not([open]){display:none}.candidates th:nth-child(1),.entries th:nth-child(1){width:23%}.candidates th:nth-child(3),.entries th:nth-child(2){width:14%}.sources td:nth-child(3){white-space:nowrap}
.tools,#detail,#keys,#contents,button{display:none!important}.case>h3,tr,.fact,.numbers,.chain,.chain li,svg,.diff>*{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}svg{min-width:0}svg .cover{fill:#777}.scroll{overflow:visible}pre{max-height:none;overflow:visible}}
`;
