//! Whether the client still lives, where it does not close its end of the pipe.

/// The process that said it started the server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parent {
    #[cfg(unix)]
    process: rustix::process::Pid,
}

#[cfg(unix)]
impl Parent {
    /// A process, if it can be seen: one that lives in another container never can, and is not missed.
    pub(super) fn alive(process: u32) -> Option<Self> {
        let process = rustix::process::Pid::from_raw(i32::try_from(process).ok()?)?;
        let parent = Self { process };
        (!parent.is_gone()).then_some(parent)
    }

    /// Whether it has ended.
    pub(super) fn is_gone(self) -> bool {
        rustix::process::test_kill_process(self.process) == Err(rustix::io::Errno::SRCH)
    }
}

#[cfg(not(unix))]
impl Parent {
    /// Elsewhere the end of the pipe has to do.
    pub(super) fn alive(_: u32) -> Option<Self> {
        None
    }

    /// Never known.
    pub(super) fn is_gone(self) -> bool {
        false
    }
}
