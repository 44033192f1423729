//! How the page looks: by day and by night, on paper, and on a phone.

use crate::ui::chart::plot;

const RULES: &str = "
:root{color-scheme:light dark;--paper:#fcfcfa;--text:#1f2933;--soft:#52606d;--line:#d3d9df;
--lit:#8a3d12}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--text:#e6e9ec;--soft:#a9b4bf;--line:#38414b;
--lit:#f0a36b}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0 auto;padding:1rem clamp(.75rem,4vw,2.5rem);max-width:60rem;background:var(--paper);
color:var(--text);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
h1{margin:.5rem 0 0;font-size:1.9rem}
h2{margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line);font-size:1.45rem}
h3{margin:0 0 .25rem;font-size:1.1rem}
header p,figcaption p,footer,.none{color:var(--soft)}
figcaption p{margin:.1rem 0 .6rem}
a{color:var(--lit)}
:focus-visible{outline:3px solid var(--lit);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--paper)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.75rem 0;padding:0;list-style:none}
nav a{display:inline-block;padding:.3rem 0}
figure,article{margin:1.25rem 0;padding:1rem;border:1px solid var(--line);border-radius:.6rem}
article figure{margin:.75rem 0;padding:0;border:0}
.picture{overflow-x:auto}
.picture svg{display:block;width:100%;min-width:40rem;height:auto}
.network{overflow:auto;max-height:80vh}
.network img{display:block;max-width:none}
.sentence{font-size:1.1rem;margin:.25rem 0 .75rem}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.75rem 1.25rem;margin:0}
dt{color:var(--soft);font-size:.9rem}
dd{margin:0;font-weight:600}
details{margin-top:.6rem}
summary{cursor:pointer;padding:.3rem 0;color:var(--lit)}
.table{overflow-x:auto;max-height:28rem}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);padding:.25rem 0}
th,td{padding:.25rem .9rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);
font-weight:400;overflow-wrap:normal;max-width:32rem}
thead th{color:var(--soft)}
code{font-size:.95em}
@media print{:root{color-scheme:light}nav,.skip,details:not([open]),summary{display:none}tr{break-inside:avoid}body{max-width:none}
figure,article{break-inside:avoid}
.network,.table{overflow:visible;max-height:none}.network img{max-width:100%;height:auto}}
";

/// The rules of the page and of the pictures in it.
pub(super) fn css() -> String {
    format!("{RULES}{}", plot::css())
}
