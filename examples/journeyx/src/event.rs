//! The events of a journey.

/// One step of one journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JourneyEvent {
    pub journey: u32,
    pub step: u32,
}

impl JourneyEvent {
    /// The event as it is sent: a JSON object.
    pub fn to_json(self) -> String {
        let Self { journey, step } = self;
        format!(r#"{{"journey":{journey},"step":{step}}}"#)
    }
}
