package dev.whittle.feature.kernel.memory;

import java.lang.ref.SoftReference;
import java.util.function.Supplier;

/**
 * Working memory that each thread has for itself. A thread of a server or a notebook outlives what it has computed,
 * and {@link ThreadLocal} alone would keep the memory, its class and so the class loader of Whittle as long as the
 * thread. It is held softly: Java frees it where memory is short, and the next call makes it anew. Arrays of numbers
 * do not need this, since their class is Java's.
 */
public final class PerThread<T> {
    private final ThreadLocal<SoftReference<T>> local = new ThreadLocal<>();
    private final Supplier<T> make;

    public PerThread(Supplier<T> make) {
        this.make = make;
    }

    /** The memory of this thread. */
    public T get() {
        SoftReference<T> held = local.get();
        T memory = held == null ? null : held.get();
        if (memory == null) {
            memory = make.get();
            local.set(new SoftReference<>(memory));
        }
        return memory;
    }
}
