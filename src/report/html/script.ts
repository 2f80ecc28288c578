/**
 * The page's one script, plain JavaScript; its hash stands in the page's Content-Security-Policy. It reads what the
 * page already shows, builds no markup from text, and loads nothing. Without it the page is whole, only still.
 */
export const SCRIPT = `'use strict';(()=>{
const $=(id)=>document.getElementById(id),all=(q,r)=>Array.from((r||document).querySelectorAll(q));
const svg=$('picture'),box=$('scroll'),detail=$('detail'),body=$('entries'),said=$('shown'),text=$('text');
for(const e of all('.js'))e.hidden=false;
const local=(t)=>new Date(t).toLocaleString(undefined,{timeZoneName:'short'});
document.addEventListener('mouseover',(e)=>{const t=e.target.closest&&e.target.closest('time');if(t&&!t.title)t.title=local(t.textContent);});
for(const b of all('button[data-copy]'))b.addEventListener('click',async()=>{const p=$(b.dataset.copy);let ok=true;
try{await navigator.clipboard.writeText(p.textContent);}catch{const s=getSelection();s.selectAllChildren(p);ok=document.execCommand('copy');}
b.textContent=ok?'Copied':'Selected: press Ctrl-C';});
if(!svg)return;
const from=+svg.dataset.from,to=+svg.dataset.to,left=+svg.dataset.left,right=+svg.dataset.right;let a=from,b=to;
const marks=all('a[data-t]',svg).sort((x,y)=>x.dataset.t-y.dataset.t),spans=all('[data-a]',svg),ticks=all('[data-tick]',svg);
const at=(t)=>left+(t-a)/(b-a)*(right-left),lanes=new Set(all('input[data-lane]').map((i)=>i.dataset.lane));
const rows=all('tr',body).map((el)=>({el,id:el.id,lane:el.dataset.lane,text:el.textContent.toLowerCase()}));
const PAGE=100;let matches=rows,count=PAGE,hit=new Set(rows.map((r)=>r.id));
const show=()=>{body.replaceChildren(...matches.slice(0,count).map((r)=>r.el));$('more').hidden=count>=matches.length;said.textContent='Showing '+Math.min(count,matches.length)+' of '+matches.length+' matching entries, '+rows.length+' in all';};
const ids=new Map(marks.map((m)=>[m,m.dataset.ids.split(' ')]));
const wanted=(m)=>lanes.has(m.dataset.lane)&&(hit.size===rows.length||ids.get(m).some((i)=>hit.has(i)));
const draw=()=>{for(const m of marks){const t=+m.dataset.t,vis=t>=a&&t<=b&&wanted(m);m.style.display=vis?'':'none';if(vis)m.setAttribute('transform','translate('+at(t).toFixed(1)+' '+m.dataset.y+')');}
for(const s of spans){const x=Math.max(left,at(+s.dataset.a)),y=Math.min(right,at(+s.dataset.b));s.setAttribute('x',x);s.setAttribute('width',Math.max(0,y-x));}
ticks.forEach((g,i)=>{const t=a+(b-a)*(i+.5)/ticks.length;g.setAttribute('transform','translate('+at(t)+' 0)');const iso=new Date(t).toISOString();g.lastElementChild.textContent=b-a<2*864e5*ticks.length?iso.slice(5,16).replace('T',' '):iso.slice(0,10);});};
const view=(x,y)=>{const w=Math.min(to-from,Math.max(6e4,y-x));a=Math.max(from,Math.min(to-w,x));b=a+w;draw();};
const zoom=(f,c)=>{const m=c===undefined?(a+b)/2:c;view(m-(m-a)*f,m+(b-m)*f);};
const pan=(f)=>view(a+(b-a)*f,b+(b-a)*f);
const filter=()=>{const q=text.value.trim().toLowerCase();matches=rows.filter((r)=>lanes.has(r.lane)&&(q===''||r.text.includes(q)));hit=new Set(matches.map((r)=>r.id));count=PAGE;show();draw();};
text.addEventListener('input',filter);
for(const i of all('input[data-lane]'))i.addEventListener('change',()=>{i.checked?lanes.add(i.dataset.lane):lanes.delete(i.dataset.lane);filter();});
$('more').addEventListener('click',()=>{count+=PAGE;show();});
const acts={in:()=>zoom(.5),out:()=>zoom(2),back:()=>pan(-.25),on:()=>pan(.25),all:()=>view(from,to),incident:()=>{const s=svg.querySelector('.shade');if(s){const p=+s.dataset.a,q=+s.dataset.b,m=Math.max(36e5,(q-p)*.25);view(p-m,q+m);}}};
for(const x of all('button[data-act]'))x.addEventListener('click',acts[x.dataset.act]);
let current=-1;const pick=(i)=>{if(current>=0&&marks[current])marks[current].classList.remove('on');current=i;const m=marks[i];if(!m)return;m.classList.add('on');const t=+m.dataset.t;if(t<a||t>b)view(t-(b-a)/2,t+(b-a)/2);detail.textContent=m.getAttribute('aria-label')+' (your time: '+local(t)+')';};
for(const [i,m] of marks.entries()){m.addEventListener('mouseenter',()=>pick(i));m.addEventListener('focus',()=>pick(i));}
const step=(d)=>{for(let i=current+d;i>=0&&i<marks.length;i+=d)if(wanted(marks[i])){pick(i);return;}};
box.addEventListener('keydown',(e)=>{const k={ArrowRight:()=>step(1),ArrowLeft:()=>step(-1),'+':acts.in,'=':acts.in,'-':acts.out,'[':acts.back,']':acts.on,'0':acts.all,Enter:()=>{const m=marks[current];if(m)location.hash=m.getAttribute('href');}}[e.key];if(k&&!e.ctrlKey&&!e.metaKey){e.preventDefault();k();}});
svg.addEventListener('wheel',(e)=>{if(!e.ctrlKey&&!e.shiftKey)return;e.preventDefault();const r=svg.getBoundingClientRect(),x=(e.clientX-r.left)/r.width*1200;zoom(e.deltaY>0?1.25:.8,a+(x-left)/(right-left)*(b-a));},{passive:false});
let drag=null;svg.addEventListener('pointerdown',(e)=>{drag={x:e.clientX,a,b};});addEventListener('pointerup',()=>{drag=null;});
svg.addEventListener('pointermove',(e)=>{if(!drag)return;const d=(e.clientX-drag.x)/svg.getBoundingClientRect().width*(drag.b-drag.a);view(drag.a-d,drag.b-d);});
const reveal=()=>{const id=location.hash.slice(1),i=matches.findIndex((r)=>r.id===id);if(i>=count){count=i+1;show();}const el=$(id);if(el)el.scrollIntoView({block:'center'});};
addEventListener('hashchange',reveal);addEventListener('beforeprint',()=>{count=matches.length;show();});
show();if(location.hash.length>1)reveal();
})();`;
