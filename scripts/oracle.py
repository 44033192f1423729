"""Makes src/domain/schedule/history/oracle.json with the reference implementation (pip install fsrs==6.3.2)."""
import json, random, importlib.metadata
from datetime import datetime, timedelta, timezone
from fsrs import Scheduler, Card, Rating
random.seed(20261123)
s=Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=36500)
base=datetime(2026,1,1,12,tzinfo=timezone.utc); d0=(base.date()-datetime(1970,1,1).date()).days
out=[]
def run(gaps,ratings):
    c=Card(); t=base; v=dict(days=[],ratings=[],stability=[],difficulty=[],retrievability=[]); day=d0
    for g,r in zip(gaps,ratings):
        day+=g; t=base+timedelta(days=day-d0)
        c,_=s.review_card(c,Rating(r),t)
        v['days'].append(day); v['ratings'].append(r)
        v['stability'].append(round(c.stability,6)); v['difficulty'].append(round(c.difficulty,6))
        v['retrievability'].append(round(s.get_card_retrievability(c,t+timedelta(days=10)),6))
    out.append(v)
for r in (1,2,3,4):
    run([0]+[7]*6,[r]*7)
for _ in range(120):
    n=random.randint(1,14)
    run([0]+[random.choice([1,1,2,3,5,8,13,21,40,90,200,400]) for _ in range(n-1)],[random.choice([1,2,3,3,3,4]) for _ in range(n)])
v=importlib.metadata.version('fsrs')
open('src/domain/schedule/history/oracle.json','w').write('{"made_by":"PyPI package fsrs %s, default parameters, fuzz off, no learning or relearning steps; scripts/oracle.py",\n"vectors":[\n'%v+',\n'.join(json.dumps(x,separators=(',',':')) for x in out)+'\n]}\n')
print(v,len(out))
