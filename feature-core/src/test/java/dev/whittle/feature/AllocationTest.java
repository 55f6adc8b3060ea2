package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AllocationTest {
    @Test
    void oneObjectIsSeen() {
        AtomicReference<Object> kept = new AtomicReference<>();
        Allocation.assertNone("nothing", () -> kept.set(null));
        assertThrows(
                AssertionError.class,
                () -> Allocation.assertNone("an object", () -> kept.set(new Object()), 100_000_000));
    }
}
