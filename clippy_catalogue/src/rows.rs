//! The table itself.

use crate::Family;
use crate::Lint::{InvalidType, Lock, RefCell};

pub static CATALOGUE: &[Family] = &[
    Family {
        library: "std",
        lint: Lock,
        paths: &[
            "std::sync::MutexGuard",
            "std::sync::MappedMutexGuard",
            "std::sync::RwLockReadGuard",
            "std::sync::RwLockWriteGuard",
            "std::sync::MappedRwLockReadGuard",
            "std::sync::MappedRwLockWriteGuard",
            "std::sync::nonpoison::MutexGuard",
            "std::sync::nonpoison::MappedMutexGuard",
            "std::sync::nonpoison::RwLockReadGuard",
            "std::sync::nonpoison::RwLockWriteGuard",
            "std::sync::nonpoison::MappedRwLockReadGuard",
            "std::sync::nonpoison::MappedRwLockWriteGuard",
        ],
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://doc.rust-lang.org/std/sync/struct.Mutex.html#method.lock",
    },
    Family {
        library: "std",
        lint: Lock,
        paths: &["std::sync::ReentrantLockGuard"],
        why: REENTERS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://doc.rust-lang.org/std/sync/struct.ReentrantLock.html",
    },
    // The guards of `parking_lot`, `spinning_top` and others are aliases of these.
    Family {
        library: "parking_lot and lock_api",
        lint: Lock,
        paths: &[
            "lock_api::MutexGuard",
            "lock_api::MappedMutexGuard",
            "lock_api::ArcMutexGuard",
            "lock_api::RwLockReadGuard",
            "lock_api::RwLockWriteGuard",
            "lock_api::RwLockUpgradableReadGuard",
            "lock_api::MappedRwLockReadGuard",
            "lock_api::MappedRwLockWriteGuard",
            "lock_api::ArcRwLockReadGuard",
            "lock_api::ArcRwLockWriteGuard",
            "lock_api::ArcRwLockUpgradableReadGuard",
        ],
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/lock_api/0.4/lock_api/struct.Mutex.html#method.lock",
    },
    Family {
        library: "parking_lot and lock_api",
        lint: Lock,
        paths: &[
            "lock_api::ReentrantMutexGuard",
            "lock_api::MappedReentrantMutexGuard",
            "lock_api::ArcReentrantMutexGuard",
        ],
        why: REENTERS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/lock_api/0.4/lock_api/struct.ReentrantMutex.html",
    },
    Family {
        library: "spin",
        lint: Lock,
        paths: &[
            "spin::mutex::MutexGuard",
            "spin::mutex::SpinMutexGuard",
            "spin::mutex::TicketMutexGuard",
            "spin::mutex::FairMutexGuard",
            "spin::rwlock::RwLockReadGuard",
            "spin::rwlock::RwLockWriteGuard",
            "spin::rwlock::RwLockUpgradableGuard",
        ],
        why: "keeps the lock while the task is suspended, and a thread that waits for it spins at \
              full load; if that is the thread of this task, for ever",
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/spin/0.10/spin/mutex/struct.Mutex.html",
    },
    Family {
        library: "crossbeam-utils",
        lint: Lock,
        paths: &[
            "crossbeam_utils::sync::ShardedLockReadGuard",
            "crossbeam_utils::sync::ShardedLockWriteGuard",
        ],
        why: BLOCKS,
        instead: DROP_OR_ASYNC_LOCK,
        documentation: "https://docs.rs/crossbeam-utils/0.8/crossbeam_utils/sync/struct.ShardedLock.html#method.write",
    },
    Family {
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
        why: "keeps a part of the map locked while the task is suspended, and any method of the map \
              that comes to this part blocks its thread; if that is the thread of this task, for ever",
        instead: "clone what you need out of the map before the `await` (an `Arc` is cheap to clone), \
                  collect the keys of an iteration first, and look the entry up again afterwards",
        documentation: "https://docs.rs/dashmap/6/dashmap/struct.DashMap.html#method.get",
    },
    Family {
        library: "tokio",
        lint: Lock,
        paths: &["tokio::sync::watch::Ref"],
        why: "keeps the value of the channel locked for reading while the task is suspended, and \
              the sender blocks its thread; if that is the thread of this task, for ever",
        instead: "clone the value before the `await`: `let value = receiver.borrow().clone();`",
        documentation: "https://docs.rs/tokio/1/tokio/sync/watch/struct.Receiver.html#method.borrow",
    },
    Family {
        library: "left-right and evmap",
        lint: Lock,
        paths: &["left_right::ReadGuard"],
        why: "keeps the writer from publishing while the task is suspended: it blocks its thread; \
              if that is the thread of this task, for ever",
        instead: "clone what you need before the `await`, and enter again afterwards",
        documentation: "https://docs.rs/left-right/0.11/left_right/struct.ReadGuard.html",
    },
    Family {
        library: "std",
        lint: RefCell,
        // Not of `std`, which a crate without it does not know.
        paths: &["core::cell::Ref", "core::cell::RefMut"],
        why: PANICS,
        instead: DROP_BORROW,
        documentation: "https://doc.rust-lang.org/std/cell/struct.RefCell.html#method.borrow_mut",
    },
    Family {
        library: "atomic_refcell",
        lint: RefCell,
        paths: &["atomic_refcell::AtomicRef", "atomic_refcell::AtomicRefMut"],
        why: PANICS,
        instead: DROP_BORROW,
        documentation: "https://docs.rs/atomic_refcell/0.1/atomic_refcell/",
    },
    Family {
        library: "Dioxus (generational-box)",
        lint: RefCell,
        paths: &[
            "generational_box::GenerationalRef",
            "generational_box::GenerationalRefMut",
        ],
        why: "keeps the signal borrowed while the task is suspended, and a component or task that \
              writes it in the meantime (that reads it, after `write`) panics",
        instead: "clone the value before the `await`: `let value = signal.read().clone();`, and \
                  write the signal in one statement after it",
        documentation: "https://docs.rs/generational-box/0.7/generational_box/struct.GenerationalBox.html",
    },
    Family {
        library: "hecs",
        lint: RefCell,
        paths: &[
            "hecs::Ref",
            "hecs::RefMut",
            "hecs::QueryBorrow",
            "hecs::PreparedQueryBorrow",
            "hecs::ViewBorrow",
        ],
        why: "keeps components of the world borrowed while the task is suspended, and a query in the \
              meantime that conflicts with it panics",
        instead: "clone what you need out of the world before the `await`, and query again afterwards",
        documentation: "https://docs.rs/hecs/0.10/hecs/struct.World.html#method.query",
    },
    Family {
        library: "gc",
        lint: RefCell,
        paths: &["gc::GcCellRef", "gc::GcCellRefMut"],
        why: PANICS,
        instead: DROP_BORROW,
        documentation: "https://docs.rs/gc/0.5/gc/struct.GcCell.html#method.borrow",
    },
    Family {
        library: "tracing",
        lint: InvalidType,
        paths: &["tracing::span::Entered", "tracing::span::EnteredSpan"],
        why: "keeps the thread in the span while the task is suspended: what other tasks record on \
              the thread goes into it, and the time that they take counts as its own",
        instead: "let the future enter the span whenever it runs: `future.instrument(span).await`, or \
                  `#[tracing::instrument]` on the function; `span.in_scope(|| ..)` for code without \
                  an `await`",
        documentation: "https://docs.rs/tracing/0.1/tracing/struct.Span.html#in-asynchronous-code",
    },
    Family {
        library: "tokio",
        lint: InvalidType,
        paths: &["tokio::runtime::EnterGuard"],
        why: "keeps the thread in the runtime's context while the task is suspended: other tasks on \
              the thread spawn into this runtime, and dropping such guards in another order than the \
              one in which they were made panics",
        instead: "enter in a block that ends before the `await`, or spawn the future on the runtime: \
                  `handle.spawn(future).await`",
        documentation: "https://docs.rs/tokio/1/tokio/runtime/struct.Handle.html#method.enter",
    },
    Family {
        library: "opentelemetry",
        lint: InvalidType,
        paths: &["opentelemetry::ContextGuard"],
        why: "keeps the context attached to the thread while the task is suspended: other tasks on the \
              thread run in it, and their spans become its children",
        instead: "let the future attach the context whenever it runs: \
                  `future.with_context(cx).await`, of `opentelemetry::trace::FutureExt`",
        documentation: "https://docs.rs/opentelemetry/0.33/opentelemetry/trace/trait.Tracer.html#in-asynchronous-code",
    },
    Family {
        library: "fastrace",
        lint: InvalidType,
        paths: &["fastrace::local::LocalSpan"],
        why: "is the current span of the thread, and stays it for the other tasks that run there while \
              the task is suspended",
        instead: "let the future set the span whenever it runs: `future.in_span(span).await`, or \
                  `future.enter_on_poll(name).await`, of `fastrace::future::FutureExt`",
        documentation: "https://docs.rs/fastrace/0.7/fastrace/#local-span",
    },
];

const BLOCKS: &str = "keeps the lock while the task is suspended, and whoever wants it blocks its \
                      thread; if that is the thread of this task, for ever";
const REENTERS: &str = "keeps the lock while the task is suspended: other threads block, and other \
                        tasks on this thread enter it as if it were free";
const DROP_OR_ASYNC_LOCK: &str = "drop the guard before the `await`, or use a lock made for \
                                  asynchronous code";
const PANICS: &str = "keeps the value borrowed while the task is suspended, and a borrow in the \
                      meantime that conflicts with it panics";
const DROP_BORROW: &str = "drop the reference before the `await`";
