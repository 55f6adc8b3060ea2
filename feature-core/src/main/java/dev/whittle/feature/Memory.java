package dev.whittle.feature;

import java.util.Map;
import java.util.WeakHashMap;

/** The working memory of a {@link Run} that no call uses at the moment. */
final class Memory {
    private final Map<Scratch<?>, Stack> free = new WeakHashMap<>();
    /** How many objects of one kind are kept: one for each thread. */
    private final int most;

    Memory(int most) {
        this.most = most;
    }

    private static final class Stack {
        final Object[] memory;
        int size;

        Stack(int most) {
            memory = new Object[most];
        }
    }

    <T> T take(Scratch<T> kind) {
        synchronized (this) {
            Stack stack = free.get(kind);
            if (stack != null && stack.size > 0) {
                @SuppressWarnings("unchecked") // what was given back for this kind
                T memory = (T) stack.memory[--stack.size];
                stack.memory[stack.size] = null;
                return memory;
            }
        }
        return kind.make();
    }

    synchronized void giveBack(Scratch<?> kind, Object memory) {
        Stack stack = free.get(kind);
        if (stack == null) {
            stack = new Stack(most);
            free.put(kind, stack);
        }
        if (stack.size < most) {
            stack.memory[stack.size++] = memory;
        }
    }
}
