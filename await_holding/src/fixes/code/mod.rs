//! What the fixes ask about the code that they edit: its HIR and its text.

pub mod authorship;
pub mod block_end;
pub mod block_part;
pub mod captures;
pub mod certain_types;
pub mod control_flow;
pub mod evaluation_order;
pub mod guard_binding;
pub mod import;
pub mod leaving;
pub mod names_in_scope;
pub mod return_type;
pub mod silence;
pub mod source_text;
pub mod variable_uses;
