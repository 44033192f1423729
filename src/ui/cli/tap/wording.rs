//! The options that word a plan, for `rat tap new` and `rat tap edit`.

use clap::Args;

use crate::domain::tap::plan::{Form, Kind, Plan};

/// What a plan may be told about itself.
#[derive(Args, Clone, Debug, Default)]
pub struct Wording {
    /// The moment: what follows "when"
    #[arg(long, value_name = "TEXT")]
    pub trigger: Option<String>,
    /// The smallest act: what follows "then"
    #[arg(long, value_name = "TEXT")]
    pub action: Option<String>,
    /// A short name to call it by; left out, one is made of the trigger
    #[arg(long)]
    pub name: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    pub goal: Option<String>,
    /// What you do there now by default
    #[arg(long = "default", value_name = "TEXT")]
    pub instead: Option<String>,
    /// Sort of trigger: sensory, after-action, place, event, internal or clock
    #[arg(long)]
    pub kind: Option<Kind>,
    /// The last time the trigger came
    #[arg(long, value_name = "TEXT")]
    pub last: Option<String>,
    /// How often a week the trigger comes
    #[arg(long, value_name = "N")]
    pub per_week: Option<f64>,
    /// do, or notice: only look at the choice
    #[arg(long)]
    pub form: Option<Form>,
    /// What may get in the way
    #[arg(long, value_name = "TEXT")]
    pub obstacle: Option<String>,
    /// How surprised you would be if it had not fired in a week, 0-10
    #[arg(long, value_name = "N")]
    pub surprise: Option<u8>,
    /// The daily routine at which you rehearse it
    #[arg(long, value_name = "TEXT")]
    pub anchor: Option<String>,
    /// Half-life of its strength in days (4-60); 15.3 unless set
    #[arg(long, value_name = "DAYS")]
    pub half_life: Option<f64>,
}

impl Wording {
    /// Whether nothing is said at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let texts = [
            &self.trigger,
            &self.action,
            &self.name,
            &self.goal,
            &self.instead,
            &self.last,
            &self.obstacle,
            &self.anchor,
        ];
        texts.iter().all(|text| text.is_none())
            && self.kind.is_none()
            && self.form.is_none()
            && self.per_week.is_none()
            && self.surprise.is_none()
            && self.half_life.is_none()
    }

    /// The plan with what is said put in place of what it had.
    #[must_use]
    pub fn applied(self, plan: Plan) -> Plan {
        Plan {
            name: self.name.unwrap_or(plan.name),
            goal: self.goal.unwrap_or(plan.goal),
            instead: self.instead.unwrap_or(plan.instead),
            trigger: self.trigger.unwrap_or(plan.trigger),
            kind: self.kind.unwrap_or(plan.kind),
            last: self.last.unwrap_or(plan.last),
            per_week: self.per_week.or(plan.per_week),
            action: self.action.unwrap_or(plan.action),
            form: self.form.unwrap_or(plan.form),
            obstacle: self.obstacle.unwrap_or(plan.obstacle),
            surprise: self.surprise.or(plan.surprise),
            anchor: self.anchor.unwrap_or(plan.anchor),
            half_life: self.half_life.or(plan.half_life),
        }
    }
}
