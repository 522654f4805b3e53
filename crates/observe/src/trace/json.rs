//! Steps as JSON, one event a line. Nothing is folded.
//!
//! ```text
//! {"event":"line","file":"a.py","line":2,"function":"<module>","depth":1,"source":"b = a"}
//! {"event":"object","object":"list #1","type":"list","number":1,"change":"counted","before":1,"after":2, …}
//! ```

use serde_json::{Value, json};

use super::{Change, Ending, ObjectEvent, Step, StepKind};

/// The step's events, each with a line feed.
pub fn render(step: &Step) -> String {
    let mut events = vec![opening(step)];
    if !step.output.is_empty() {
        events.push(json!({"event": "output", "text": step.output}));
    }
    for (generation, objects) in &step.collections {
        events.push(json!({"event": "collection", "generation": generation, "freed": objects}));
    }
    events.extend(step.objects.iter().map(|event| object(event, step.place.line)));
    if !step.passing.is_empty() {
        events.push(json!({"event": "passing", "types": step.passing}));
    }
    events.iter().map(|event| format!("{event}\n")).collect()
}

fn opening(step: &Step) -> Value {
    let place = &step.place;
    let event = match step.kind {
        StepKind::Line => "line",
        StepKind::Leaving => "return",
        StepKind::Unwound => "unwind",
        StepKind::End => return json!({"event": "end"}),
    };
    json!({
        "event": event,
        "file": place.file,
        "line": place.line,
        "function": place.function,
        "depth": place.depth,
        "source": step.source,
    })
}

fn object(event: &ObjectEvent, line: u32) -> Value {
    let mut fields = json!({
        "event": "object",
        "object": event.name.to_string(),
        "type": event.name.kind,
        "number": event.name.number,
        "bytes": event.bytes,
        "line": line,
    });
    let (change, before, after, by) = match event.change {
        Change::Made { count } => ("made", 0, count, None),
        Change::Kept { count } => ("kept", count, count, None),
        Change::Counted { before, after } => ("counted", before, after, None),
        Change::Freed { before, ending: Ending::Count } => ("freed", before, 0, Some("count")),
        Change::Freed { before, ending: Ending::Collector } => ("freed", before, 0, Some("collector")),
    };
    fields["change"] = json!(change);
    fields["before"] = json!(before);
    fields["after"] = json!(after);
    match by {
        Some(by) => fields["by"] = json!(by),
        None => fields["holders"] = json!(event.holders),
    }
    fields
}
