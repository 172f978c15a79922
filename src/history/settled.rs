//! Which version of a document was agreed on.

use super::{DocumentHistory, StateChange};
use crate::definition::Lifecycle;

impl DocumentHistory {
    /// The change that settled the document as it stands: into the state that freezes it, or into a later one when it
    /// skipped that. Of a type that freezes nothing, the change into the state it is in, at or past its gate. `None` when
    /// nothing is settled, or when it was born so: then there is no version that anyone agreed on later.
    pub fn settled(&self, lifecycle: &Lifecycle) -> Option<&StateChange> {
        let index = |change: &StateChange| lifecycle.index(&change.state);
        let now = self.timeline.last()?;
        let Some(freeze) = lifecycle.freeze else {
            let is_settled = index(now).is_some_and(|state| state > 0 && lifecycle.past_gate(state));
            return Some(now).filter(|_| is_settled && !lifecycle.abandoned(index(now).unwrap_or_default()));
        };
        let is_frozen = |change: &&StateChange| index(change).is_some_and(|state| lifecycle.reached(freeze, state));
        // What was paused and taken up again was accepted once.
        self.timeline.iter().rev().take_while(is_frozen).last()
    }
}
