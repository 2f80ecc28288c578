import { APART, LOOKS, NAME_WIDTH, NUMBERED_APART, RUN_ROW_HEIGHT, RUN_ROWS } from './timeline-marks.ts';
import { PHASE_NAME_WIDTH, PHASE_NUMBER_WIDTH } from './timeline-picture.ts';

/**
 * The page's one script, plain JavaScript; its hash stands in the page's Content-Security-Policy. It reads what the
 * page already shows, builds no markup from text, and loads nothing. Without it the page is whole, only still.
 *
 * However long the timeline is, what is touched at each step is bounded: a hundred rows at first, and as many marks
 * as fit beside each other, whose elements are used again.
 */
export const SCRIPT: string = `'use strict';(()=>{
const $=(id)=>document.getElementById(id),all=(q,r)=>Array.from((r||document).querySelectorAll(q));
const svg=$('picture'),box=$('scroll'),detail=$('detail'),body=$('entries'),arrived=$('delivered'),said=$('shown'),text=$('text'),more=$('more');
for(const e of all('.js'))e.hidden=false;
const local=(t)=>new Date(t).toLocaleString(undefined,{timeZoneName:'short'});
document.addEventListener('mouseover',(e)=>{const t=e.target.closest&&e.target.closest('time');if(t&&!t.title)t.title=local(t.textContent);});
const copied=async(b,what)=>{const name=b.dataset.name||(b.dataset.name=b.textContent);let ok=true;
try{await navigator.clipboard.writeText(what);}catch{const p=document.createElement('pre');p.textContent=what;b.after(p);getSelection().selectAllChildren(p);ok=document.execCommand('copy');if(ok)p.remove();}
b.textContent=ok?'Copied':'Selected: press Ctrl-C';if(ok)setTimeout(()=>{b.textContent=name;},4e3);};
for(const b of all('button[data-copy]'))b.addEventListener('click',()=>copied(b,$(b.dataset.copy).textContent));
for(const b of all('button[data-link]'))b.addEventListener('click',()=>copied(b,location.href.split('#')[0]+'#'+b.dataset.link));
const folds=all('details.fold,.warnings details');let wasOpen=null;
addEventListener('beforeprint',()=>{wasOpen=wasOpen||folds.map((d)=>d.open);for(const d of folds)d.open=true;});
addEventListener('afterprint',()=>{if(wasOpen)folds.forEach((d,i)=>{d.open=wasOpen[i];});wasOpen=null;});
const uncover=(el)=>{for(let d=el&&el.closest('details');d;d=d.parentElement.closest('details'))d.open=true;};
if(!svg){const go=()=>uncover($(location.hash.slice(1)));addEventListener('hashchange',go);go();return;}
const LOOKS=${JSON.stringify(LOOKS)},APART=${JSON.stringify(APART)},WIDE=${NUMBERED_APART},NAME=${NAME_WIDTH},DAY=864e5,PAGE=100;
const from=+svg.dataset.from,to=+svg.dataset.to,left=+svg.dataset.left,right=+svg.dataset.right;let a=from,b=to;
let runs=0;
const rows=[body,arrived].flatMap((b)=>b?all('tr',b):[]).map((el)=>({el,i:+el.id.slice(1),t:Date.parse(el.querySelector('time').textContent),f:el.dataset.from,lane:el.dataset.lane,look:+el.dataset.look,on:true,title:(el.querySelector('.event')||el.cells[2]).textContent,text:'',late:el.parentNode===arrived,y:0})).sort((p,q)=>p.i-q.i);
for(const r of rows)if(r.lane==='runs')r.y=(runs++%${RUN_ROWS}-1)*${RUN_ROW_HEIGHT};
const at=(t)=>left+(t-a)/(b-a)*(right-left);
const wide=(x,y)=>Math.max(0,Math.round((y-x)*10)/10);
const edge=(t)=>Math.round(Math.min(right,Math.max(left,at(+t)))*10)/10;
const lanes=new Set(all('input[data-lane]').map((i)=>i.dataset.lane));
let matches=rows,count=PAGE;
const show=()=>{let shown=0,most=0;for(const b of [body,arrived])if(b){const of=matches.filter((r)=>r.late===(b===arrived));most=Math.max(most,of.length);shown+=Math.min(count,of.length);b.replaceChildren(...of.slice(0,count).map((r)=>r.el));}
more.hidden=count>=most;said.textContent='Showing '+shown+' of '+matches.length+' matching entries, '+rows.length+' in all';};
const layer=$('marks'),spans=all('[data-a]',svg),laneY=JSON.parse(svg.dataset.lanes);
const model=layer.firstElementChild,pool=[];let marks=[];
const first=(t)=>{let lo=0,hi=rows.length;while(lo<hi){const m=(lo+hi)>>1;rows[m].t<t?lo=m+1:hi=m;}return lo;};
const cluster=()=>{const open=new Map(),found=[];for(let i=first(a);i<rows.length&&rows[i].t<=b;i++){const r=rows[i];if(!r.on)continue;const x=Math.round(at(r.t)*10)/10,g=LOOKS[r.look].apart?r.lane+r.look:r.lane,p=open.get(g);
if(p&&x-p.x<(APART[r.lane]||WIDE)){p.size++;p.to=x;if(r.look>p.look)p.look=r.look;}else{const m={x,f:r.f?edge(Date.parse(r.f)):x,to:x,lane:r.lane,look:r.look,row:r,size:1};open.set(g,m);found.push(m);}}return found;};
const role=(m)=>LOOKS[m.look].role,rank=(m)=>role(m)?m.look:0;
const titleOf=(r)=>{const w=LOOKS[r.look].lead;return w&&r.title.startsWith(w+' ')?r.title.slice(w.length+1):r.title;};
const label=(m)=>(role(m)?role(m)+': ':m.size>1?m.size+' entries from ':'')+m.row.el.querySelector('time').textContent+' '+titleOf(m.row);
const named=(order)=>{const taken=[],found=new Set();for(const n of [...order].reverse()){const m=marks[n];if(!role(m))continue;const x=m.x>1000?m.x-NAME:m.x;if(!taken.some(([l,t])=>l===m.lane&&x<t+NAME&&x+NAME>t)){taken.push([m.lane,x]);found.add(n);}}return found;};
const elementOf=(n)=>{if(!pool[n]){const e=n===0?model:model.cloneNode(true);pool[n]={e,bar:e.children[0],path:e.children[1],text:e.children[2],title:e.children[3]};}return pool[n];};
let pointed=-1;
const draw=()=>{if(model){marks=cluster();const order=marks.map((_,n)=>n).sort((p,q)=>rank(marks[p])-rank(marks[q])||p-q),names=named(order);
layer.replaceChildren(...order.map((n)=>{const m=marks[n],{e,bar,path,text:t,title}=elementOf(n),is=role(m);m.e=e;e.n=n;e.setAttribute('href','#e'+m.row.i);e.dataset.lane=m.lane;e.setAttribute('transform','translate('+m.x+' '+(laneY[m.lane]+(m.size>1?0:m.row.y))+')');
bar.setAttribute('class','run '+LOOKS[m.look].color);bar.setAttribute('x',Math.round((m.f-m.x)*10)/10);bar.setAttribute('width',wide(m.f,m.to));
path.setAttribute('class',LOOKS[m.look].color);path.setAttribute('d',LOOKS[m.look].path);e.classList.toggle('on',m.row.i===pointed);
t.setAttribute('y',is?-11:19);t.setAttribute('text-anchor',is?(m.x>1000?'end':'start'):'middle');t.textContent=is?names.has(n)?is:'':!APART[m.lane]&&m.size>1?m.size:'';const l=label(m);e.setAttribute('aria-label',l);title.textContent=l;return e;}));}
for(const s of spans){const x=edge(s.dataset.a),w=wide(x,edge(s.dataset.b));s.setAttribute('x',x);if(s.dataset.name)s.textContent=w>=${PHASE_NAME_WIDTH}?s.dataset.name:w>=${PHASE_NUMBER_WIDTH}?s.dataset.short:'';else s.setAttribute('width',w);}
ticks();};
const STEPS=[1e3,5e3,15e3,6e4,3e5,9e5,36e5,108e5,216e5,432e5,DAY,2*DAY,4*DAY,7*DAY,14*DAY,28*DAY,56*DAY,91*DAY,182*DAY,364*DAY];
const still=all('[data-tick]',svg).map((g)=>({g,t:+g.dataset.tick,l:g.lastElementChild.textContent}));
const ticks=()=>{const layer=$('ticks');layer.replaceChildren();const put=(t,l,n)=>{const g=n<still.length?still[n].g:still[0].g.cloneNode(true),x=at(t);g.setAttribute('transform','translate('+x.toFixed(1)+' 0)');g.lastElementChild.textContent=l;layer.append(g);};
if(a===from&&b===to||!still.length){still.forEach(({t,l},n)=>put(t,l,n));return;}
const step=STEPS.find((s)=>(b-a)/s<=9)||STEPS[STEPS.length-1];let n=0;
for(let t=Math.ceil(a/step)*step;t<=b;t+=step){const iso=new Date(t).toISOString();put(t,step>=DAY?iso.slice(0,10):iso.slice(5,step>=6e4?16:19).replace('T',' '),n++);}};
let due=false;const soon=()=>{if(!due){due=true;requestAnimationFrame(()=>{due=false;draw();});}};
const view=(x,y)=>{const w=Math.min(to-from,Math.max(1e4,y-x));a=Math.max(from,Math.min(to-w,x));b=a+w;};
const zoom=(f,c)=>{const m=c===undefined?(a+b)/2:c;view(m-(m-a)*f,m+(b-m)*f);draw();};
const pan=(f)=>{view(a+(b-a)*f,b+(b-a)*f);draw();};
const filter=()=>{const q=text.value.trim().toLowerCase();if(q!==''&&rows.length&&rows[0].text==='')for(const r of rows)r.text=r.el.textContent.toLowerCase();
matches=rows.filter((r)=>r.on=lanes.has(r.lane)&&(q===''||r.text.includes(q)));count=PAGE;if(q!==''&&matches.some((r)=>r.late))uncover(arrived);show();draw();};
text.addEventListener('input',filter);
for(const i of all('input[data-lane]'))i.addEventListener('change',()=>{i.checked?lanes.add(i.dataset.lane):lanes.delete(i.dataset.lane);filter();});
more.addEventListener('click',()=>{count+=PAGE;show();});
const shades=()=>{const g=all('.incident',svg).pop();return g?all('.shade',g):[];};
const acts={in:()=>zoom(.5),out:()=>zoom(2),back:()=>pan(-.25),on:()=>pan(.25),all:()=>{view(from,to);draw();},incident:()=>{const s=shades();if(s.length){const p=Math.min(...s.map((e)=>+e.dataset.a)),q=Math.max(...s.map((e)=>+e.dataset.b)),m=Math.max(6e4,(q-p)*.25);view(p-m,q+m);draw();}}};
for(const x of all('button[data-act]'))x.addEventListener('click',acts[x.dataset.act]);
const pick=(m)=>{if(!m)return;pointed=m.row.i;for(const o of all('.on',layer))o.classList.remove('on');if(m.e)m.e.classList.add('on');detail.textContent=label(m)+' (your time: '+local(m.row.t)+')';};
const under=(e)=>{const m=e.target.closest&&e.target.closest('#marks a');if(m)pick(marks[m.n]);};
layer.addEventListener('mouseover',under);layer.addEventListener('focusin',under);
const step=(d)=>{const n=pointed<0?(d>0?-1:marks.length):d>0?marks.filter((m)=>m.row.i<=pointed).length-1:marks.findIndex((m)=>m.row.i>=pointed);
if(marks[n+d]){pick(marks[n+d]);return;}
const beyond=d>0?rows.find((r)=>r.on&&r.t>b):rows.filter((r)=>r.on&&r.t<a).pop();if(!beyond)return;const w=(b-a)/2;view(beyond.t-w,beyond.t+w);draw();pick(marks.find((m)=>m.row.i>=beyond.i)||marks[marks.length-1]);};
box.addEventListener('keydown',(e)=>{const k={ArrowRight:()=>step(1),ArrowLeft:()=>step(-1),'+':acts.in,'=':acts.in,'-':acts.out,'[':acts.back,']':acts.on,'0':acts.all,Enter:()=>{if(pointed>=0)location.hash='#e'+pointed;}}[e.key];if(k&&!e.ctrlKey&&!e.metaKey){e.preventDefault();k();}});
svg.addEventListener('wheel',(e)=>{if(!e.ctrlKey&&!e.shiftKey)return;e.preventDefault();const r=svg.getBoundingClientRect(),x=(e.clientX-r.left)/r.width*1200,f=e.deltaY+e.deltaX>0?1.25:.8,c=a+(x-left)/(right-left)*(b-a);view(c-(c-a)*f,c+(b-c)*f);soon();},{passive:false});
let drag=null;svg.addEventListener('pointerdown',(e)=>{drag={x:e.clientX,a,b};});addEventListener('pointerup',()=>{drag=null;});
svg.addEventListener('pointermove',(e)=>{if(!drag)return;const d=(e.clientX-drag.x)/svg.getBoundingClientRect().width*(drag.b-drag.a);view(drag.a-d,drag.b-d);soon();});
const reveal=()=>{const id=location.hash.slice(1),r=matches.find((m)=>m.el.id===id);if(r){const i=matches.filter((m)=>m.late===r.late).indexOf(r);if(i>=count){count=i+1;show();}}const el=$(id);uncover(el);if(el&&el.matches('tr'))el.scrollIntoView({block:'center'});};
addEventListener('hashchange',reveal);addEventListener('beforeprint',()=>{view(from,to);draw();count=matches.length;show();});
show();if(location.hash.length>1)reveal();draw();
const s=shades().map((e)=>[+e.getAttribute('x'),+e.getAttribute('x')+ +e.getAttribute('width')]);if(s.length&&box.scrollWidth>box.clientWidth)box.scrollLeft=(Math.min(...s.map((e)=>e[0]))+Math.max(...s.map((e)=>e[1])))/2/1200*box.scrollWidth-box.clientWidth/2;
})();`;
