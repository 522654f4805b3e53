//! A short way to declare payloads whose references lie in plain fields.

/// Declares a payload struct: `slots` are `Slot`s, `values` are `Value`s (both traced), `plain` are other fields.
#[macro_export]
macro_rules! payload {
    (
        $(#[$attribute:meta])*
        $name:ident = $id:ident {
            slots { $($(#[$slot_attribute:meta])* $slot:ident),* $(,)? }
            values { $($(#[$value_attribute:meta])* $value:ident),* $(,)? }
            plain { $($(#[$plain_attribute:meta])* $plain:ident: $type:ty),* $(,)? }
        }
    ) => {
        $(#[$attribute])*
        pub struct $name {
            $($(#[$slot_attribute])* pub $slot: $crate::object::cell::Slot,)*
            $($(#[$value_attribute])* pub $value: $crate::value::Value,)*
            $($(#[$plain_attribute])* pub $plain: $type,)*
        }

        // SAFETY: all slots and values are reported; plain fields hold no references.
        unsafe impl $crate::object::Payload for $name {
            const ID: u32 = $crate::object::ids::$id;
            fn trace(&self, tracer: &mut exuvia_heap::Tracer<'_>) {
                let _ = &tracer;
                $(self.$slot.trace(tracer);)*
                $(tracer.word(self.$value.bits());)*
            }
        }
    };
}
