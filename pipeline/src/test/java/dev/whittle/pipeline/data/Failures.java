package dev.whittle.pipeline.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.function.Executable;

final class Failures {
    private Failures() {}

    /** Runs what must fail with an IOException whose message has all these parts. */
    static IOException assertFails(Executable body, String... parts) {
        IOException e = assertThrows(IOException.class, body);
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), () -> "expected '" + part + "' in: " + e.getMessage());
        }
        return e;
    }
}
