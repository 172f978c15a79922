//! Where the desk says that something is new, for the connections that wait for it.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How often something was new. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Board(Arc<(Mutex<u64>, Condvar)>);

impl Board {
    /// Says that something is new.
    pub(super) fn ring(&self) {
        let (count, bell) = &*self.0;
        *count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        bell.notify_all();
    }

    /// How often something was new so far.
    pub(super) fn count(&self) -> u64 {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something is new since `seen`, or for a while. Gives how often it was.
    pub(super) fn wait(&self, seen: u64, most: Duration) -> u64 {
        let (count, bell) = &*self.0;
        let count = count.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = bell.wait_timeout_while(count, most, |count| *count == seen);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}
