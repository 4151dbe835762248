//! What happened on a journey.

/// One step of one journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JourneyEvent {
    pub journey: u32,
    pub step: u32,
}

impl JourneyEvent {
    /// The event as a JSON object, as it goes over the wire.
    pub fn to_json(self) -> String {
        let Self { journey, step } = self;
        format!(r#"{{"journey":{journey},"step":{step}}}"#)
    }
}
