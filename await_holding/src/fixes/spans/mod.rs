//! The guards of entered `tracing` spans: the future is instrumented instead.

mod async_block;
mod async_value;
mod instrument;
mod instrument_attribute;
mod tracing_span;

pub(super) use instrument::fix;
