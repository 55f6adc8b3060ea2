package dev.whittle.pipeline.data;

import static dev.whittle.pipeline.data.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void catchesSuccessOtherExceptionsAndOtherMessages() {
        assertFails(
                () -> {
                    throw new IOException("a b");
                },
                "a",
                "b");
        assertThrows(AssertionError.class, () -> assertFails(() -> {}, "a"));
        assertThrows(
                AssertionError.class,
                () -> assertFails(
                        () -> {
                            throw new IllegalStateException("a");
                        },
                        "a"));
        assertThrows(
                AssertionError.class,
                () -> assertFails(
                        () -> {
                            throw new IOException("a");
                        },
                        "a",
                        "b"));
    }
}
