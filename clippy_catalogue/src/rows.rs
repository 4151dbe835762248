//! The table itself.

use crate::FixKind::{Instrument, Release};
use crate::LintKind::{InvalidType, Lock, RefCell};
use crate::OnDrop::{MayRunOtherCode, OnlyUnlocks};
use crate::{AsyncLock, Row};

/// The rows. If a type matches several paths, the most specific one counts.
pub static CATALOGUE: &[Row] = &[
    Row {
        library: "std",
        lint: Lock,
        paths: &[
            "std::sync::MutexGuard",
            "std::sync::MappedMutexGuard",
            "std::sync::nonpoison::MutexGuard",
            "std::sync::nonpoison::MappedMutexGuard",
        ],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: Some(POISONED_MUTEX),
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://doc.rust-lang.org/std/sync/struct.Mutex.html#method.lock",
    },
    Row {
        library: "std",
        lint: Lock,
        paths: &[
            "std::sync::RwLockReadGuard",
            "std::sync::RwLockWriteGuard",
            "std::sync::MappedRwLockReadGuard",
            "std::sync::MappedRwLockWriteGuard",
            "std::sync::nonpoison::RwLockReadGuard",
            "std::sync::nonpoison::RwLockWriteGuard",
            "std::sync::nonpoison::MappedRwLockReadGuard",
            "std::sync::nonpoison::MappedRwLockWriteGuard",
        ],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: Some(POISONED_RW_LOCK),
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://doc.rust-lang.org/std/sync/struct.RwLock.html#method.write",
    },
    Row {
        library: "std",
        lint: Lock,
        paths: &["std::sync::ReentrantLockGuard"],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: None,
        why: REENTERS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://doc.rust-lang.org/std/sync/struct.ReentrantLock.html",
    },
    // Aliases of guards of `lock_api`, with the raw locks of `parking_lot`.
    Row {
        library: "parking_lot",
        lint: Lock,
        paths: &[
            "parking_lot::MutexGuard",
            "parking_lot::MappedMutexGuard",
            "parking_lot::FairMutexGuard",
            "parking_lot::MappedFairMutexGuard",
        ],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: Some(MUTEX),
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/parking_lot/0.12/parking_lot/type.Mutex.html",
    },
    Row {
        library: "parking_lot",
        lint: Lock,
        paths: &[
            "parking_lot::RwLockReadGuard",
            "parking_lot::RwLockWriteGuard",
            "parking_lot::MappedRwLockReadGuard",
            "parking_lot::MappedRwLockWriteGuard",
        ],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: Some(RW_LOCK),
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/parking_lot/0.12/parking_lot/type.RwLock.html",
    },
    Row {
        library: "parking_lot",
        lint: Lock,
        paths: &["parking_lot::RwLockUpgradableReadGuard"],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: None,
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/parking_lot/0.12/parking_lot/type.RwLock.html",
    },
    Row {
        library: "parking_lot",
        lint: Lock,
        paths: &[
            "parking_lot::ReentrantMutexGuard",
            "parking_lot::MappedReentrantMutexGuard",
        ],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: None,
        why: REENTERS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/parking_lot/0.12/parking_lot/type.ReentrantMutex.html",
    },
    // Also the guards of `spinning_top` and others, which are aliases of these. What such a raw lock
    // does in order to unlock is not known, and an `Arc` guard may drop the lock with its content.
    Row {
        library: "lock_api",
        lint: Lock,
        paths: &[
            "lock_api::MutexGuard",
            "lock_api::MappedMutexGuard",
            "lock_api::ArcMutexGuard",
        ],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: Some(MUTEX),
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/lock_api/0.4/lock_api/struct.Mutex.html#method.lock",
    },
    Row {
        library: "lock_api",
        lint: Lock,
        paths: &[
            "lock_api::RwLockReadGuard",
            "lock_api::RwLockWriteGuard",
            "lock_api::MappedRwLockReadGuard",
            "lock_api::MappedRwLockWriteGuard",
            "lock_api::ArcRwLockReadGuard",
            "lock_api::ArcRwLockWriteGuard",
        ],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: Some(RW_LOCK),
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/lock_api/0.4/lock_api/struct.RwLock.html#method.write",
    },
    Row {
        library: "lock_api",
        lint: Lock,
        paths: &[
            "lock_api::RwLockUpgradableReadGuard",
            "lock_api::ArcRwLockUpgradableReadGuard",
        ],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: None,
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/lock_api/0.4/lock_api/struct.RwLock.html#method.upgradable_read",
    },
    Row {
        library: "lock_api",
        lint: Lock,
        paths: &[
            "lock_api::ReentrantMutexGuard",
            "lock_api::MappedReentrantMutexGuard",
            "lock_api::ArcReentrantMutexGuard",
        ],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: None,
        why: REENTERS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/lock_api/0.4/lock_api/struct.ReentrantMutex.html",
    },
    Row {
        library: "spin",
        lint: Lock,
        paths: &[
            "spin::mutex::MutexGuard",
            "spin::mutex::SpinMutexGuard",
            "spin::mutex::TicketMutexGuard",
            "spin::mutex::FairMutexGuard",
            "spin::lock_api::MutexGuard",
        ],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: Some(MUTEX),
        why: SPINS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/spin/0.10/spin/mutex/struct.Mutex.html",
    },
    Row {
        library: "spin",
        lint: Lock,
        paths: &[
            "spin::rwlock::RwLockReadGuard",
            "spin::rwlock::RwLockWriteGuard",
            "spin::lock_api::RwLockReadGuard",
            "spin::lock_api::RwLockWriteGuard",
        ],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: Some(RW_LOCK),
        why: SPINS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/spin/0.10/spin/rwlock/struct.RwLock.html",
    },
    Row {
        library: "spin",
        lint: Lock,
        paths: &[
            "spin::rwlock::RwLockUpgradableGuard",
            "spin::lock_api::RwLockUpgradableReadGuard",
        ],
        noun: "guard",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: None,
        why: SPINS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/spin/0.10/spin/rwlock/struct.RwLock.html",
    },
    Row {
        library: "crossbeam-utils",
        lint: Lock,
        paths: &[
            "crossbeam_utils::sync::ShardedLockReadGuard",
            "crossbeam_utils::sync::ShardedLockWriteGuard",
        ],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: Some(POISONED_RW_LOCK),
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/crossbeam-utils/0.8/crossbeam_utils/sync/struct.ShardedLock.html#method.write",
    },
    Row {
        library: "dashmap",
        lint: Lock,
        paths: &[
            "dashmap::mapref::one::Ref",
            "dashmap::mapref::one::RefMut",
            "dashmap::mapref::one::MappedRef",
            "dashmap::mapref::one::MappedRefMut",
            "dashmap::mapref::multiple::RefMulti",
            "dashmap::mapref::multiple::RefMutMulti",
            "dashmap::mapref::entry::Entry",
            "dashmap::mapref::entry::OccupiedEntry",
            "dashmap::mapref::entry::VacantEntry",
            "dashmap::setref::one::Ref",
            "dashmap::setref::multiple::RefMulti",
            "dashmap::iter::Iter",
            "dashmap::iter::IterMut",
            "dashmap::iter_set::Iter",
        ],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: None,
        why: "keeps a shard of the map locked while the task is suspended: any other task that \
              accesses this shard blocks its thread, and deadlocks if both run on the same one",
        instead: "clone what you need out of the map before the `await` point (an `Arc` is cheap to \
                  clone); to iterate, collect the keys first and look up each entry afterwards",
        documentation: "https://docs.rs/dashmap/6/dashmap/struct.DashMap.html#method.get",
    },
    Row {
        library: "tokio",
        lint: Lock,
        paths: &["tokio::sync::watch::Ref"],
        noun: "reference",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: None,
        why: "keeps the channel's value locked for reading while the task is suspended: a task that \
              sends blocks its thread, and deadlocks if both run on the same one",
        instead: "clone the value before the `await` point: `let value = receiver.borrow().clone();`",
        documentation: "https://docs.rs/tokio/1/tokio/sync/watch/struct.Receiver.html#method.borrow",
    },
    Row {
        library: "left-right and evmap",
        lint: Lock,
        paths: &["left_right::ReadGuard"],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: None,
        why: "keeps the writer from publishing while the task is suspended: a task that publishes \
              blocks its thread, and deadlocks if both run on the same one",
        instead: "clone what you need before the `await` point, and enter again afterwards",
        documentation: "https://docs.rs/left-right/0.11/left_right/struct.ReadGuard.html",
    },
    Row {
        library: "std",
        lint: RefCell,
        paths: &[
            "std::cell::Ref",
            "std::cell::RefMut",
            // In a build without `std`.
            "core::cell::Ref",
            "core::cell::RefMut",
        ],
        noun: "`RefCell` reference",
        on_drop: OnlyUnlocks,
        fix: Some(Release),
        async_lock: Some(RW_LOCK),
        why: PANICS,
        instead: DROP_BORROW,
        documentation: "https://doc.rust-lang.org/std/cell/struct.RefCell.html#method.borrow_mut",
    },
    Row {
        library: "atomic_refcell",
        lint: RefCell,
        paths: &["atomic_refcell::AtomicRef", "atomic_refcell::AtomicRefMut"],
        noun: "`AtomicRefCell` reference",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: Some(RW_LOCK),
        why: PANICS,
        instead: DROP_BORROW,
        documentation: "https://docs.rs/atomic_refcell/0.1/atomic_refcell/",
    },
    Row {
        library: "Dioxus (generational-box)",
        lint: RefCell,
        paths: &[
            "generational_box::GenerationalRef",
            "generational_box::GenerationalRefMut",
        ],
        noun: "signal reference",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: None,
        why: "keeps the signal borrowed while the task is suspended: any component or task that \
              writes to it in the meantime (or reads it, after `write`) panics",
        instead: "clone the value before the `await` point (`let value = signal.read().clone();`), \
                  and write to the signal in a single statement after it",
        documentation: "https://docs.rs/generational-box/0.7/generational_box/struct.GenerationalBox.html",
    },
    Row {
        library: "hecs",
        lint: RefCell,
        paths: &[
            "hecs::Ref",
            "hecs::RefMut",
            "hecs::QueryBorrow",
            "hecs::PreparedQueryBorrow",
            "hecs::ViewBorrow",
        ],
        noun: "`World` borrow",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: None,
        why: "keeps components of the world borrowed while the task is suspended: any conflicting \
              query in the meantime panics",
        instead: "clone what you need out of the world before the `await` point, and query again \
                  afterwards",
        documentation: "https://docs.rs/hecs/0.10/hecs/struct.World.html#method.query",
    },
    Row {
        library: "gc",
        lint: RefCell,
        paths: &["gc::GcCellRef", "gc::GcCellRefMut"],
        noun: "`GcCell` reference",
        on_drop: MayRunOtherCode,
        fix: Some(Release),
        async_lock: None,
        why: PANICS,
        instead: DROP_BORROW,
        documentation: "https://docs.rs/gc/0.5/gc/struct.GcCell.html#method.borrow",
    },
    Row {
        library: "tracing",
        lint: InvalidType,
        paths: &["tracing::span::Entered", "tracing::span::EnteredSpan"],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: Some(Instrument),
        async_lock: None,
        why: "keeps the span entered while the task is suspended: whatever other tasks record on \
              this thread goes into the span, and their time counts as its own",
        instead: "use `future.instrument(span).await`, which enters the span whenever the future is \
                  polled, or `#[tracing::instrument]` on the function; for code without an `await` \
                  point, use `span.in_scope(|| ..)`",
        documentation: "https://docs.rs/tracing/0.1/tracing/struct.Span.html#in-asynchronous-code",
    },
    Row {
        library: "tokio",
        lint: InvalidType,
        paths: &["tokio::runtime::EnterGuard"],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: None,
        async_lock: None,
        why: "keeps the thread in the runtime's context while the task is suspended: other tasks on \
              this thread spawn into the runtime, and dropping such guards in any order but the \
              reverse of their creation panics",
        instead: "enter the context in a block that ends before the `await` point, or spawn the \
                  future on the runtime: `handle.spawn(future).await`",
        documentation: "https://docs.rs/tokio/1/tokio/runtime/struct.Handle.html#method.enter",
    },
    Row {
        library: "opentelemetry",
        lint: InvalidType,
        paths: &["opentelemetry::ContextGuard"],
        noun: "guard",
        on_drop: MayRunOtherCode,
        fix: None,
        async_lock: None,
        why: "keeps the context attached to the thread while the task is suspended: other tasks on \
              this thread run in the context, and their spans become its children",
        instead: "use `future.with_context(cx).await` from `opentelemetry::trace::FutureExt`, which \
                  attaches the context whenever the future is polled",
        documentation: "https://docs.rs/opentelemetry/0.33/opentelemetry/trace/trait.Tracer.html#in-asynchronous-code",
    },
    Row {
        library: "fastrace",
        lint: InvalidType,
        paths: &["fastrace::local::LocalSpan"],
        noun: "span",
        on_drop: MayRunOtherCode,
        fix: None,
        async_lock: None,
        why: "remains the current span of the thread while the task is suspended, also for other \
              tasks that run on this thread",
        instead: "use `future.in_span(span).await` or `future.enter_on_poll(name).await` from \
                  `fastrace::future::FutureExt`, which set the span whenever the future is polled",
        documentation: "https://docs.rs/fastrace/0.7/fastrace/#local-span",
    },
];

const BLOCKS: &str = "stays locked while the task is suspended: any other task that wants the lock \
                      blocks its thread, and deadlocks if both run on the same one";
const SPINS: &str = "stays locked while the task is suspended: any other task that wants the lock \
                     spins on its thread, and deadlocks if both run on the same one";
const REENTERS: &str = "stays locked while the task is suspended: other threads block, but other \
                        tasks on the same thread can take the lock again as if it were free";
const DROP_OR_ASYNC_LOCK: &str = "drop the guard before the `await` point, or use a lock made for \
                                  asynchronous code";
const PANICS: &str = "keeps the value borrowed while the task is suspended: any conflicting borrow \
                      in the meantime panics";
const DROP_BORROW: &str = "drop the reference before the `await` point";

const MUTEX: AsyncLock = AsyncLock {
    name: "Mutex",
    guards: &["MutexGuard"],
    methods: &["lock"],
    ends_poisoning: false,
};
const POISONED_MUTEX: AsyncLock = AsyncLock {
    ends_poisoning: true,
    ..MUTEX
};
const RW_LOCK: AsyncLock = AsyncLock {
    name: "RwLock",
    guards: &["RwLockReadGuard", "RwLockWriteGuard"],
    methods: &["read", "write"],
    ends_poisoning: false,
};
const POISONED_RW_LOCK: AsyncLock = AsyncLock {
    ends_poisoning: true,
    ..RW_LOCK
};
