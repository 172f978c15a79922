//! The live preview: the real program over HTTP, and what it shows compared with what `build` writes.

#[path = "serve/browser.rs"]
mod browser;
#[path = "serve/live.rs"]
mod live;
#[path = "serve/same.rs"]
mod same;
#[path = "serve/served.rs"]
mod served;
mod support;
#[path = "serve/trust.rs"]
mod trust;
