package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Messages checked by what they must say: what was given, what is expected, what to do. Their wording is free. */
public final class Messages {
    private Messages() {}

    /** Requires an {@link IllegalArgumentException} whose message has all these parts; returns the message. */
    public static String says(Executable body, String... parts) {
        return says(IllegalArgumentException.class, body, parts);
    }

    /** Requires an exception of this kind whose message has all these parts; returns the message. */
    public static String says(Class<? extends Throwable> kind, Executable body, String... parts) {
        String message = String.valueOf(assertThrows(kind, body).getMessage());
        for (String part : parts) {
            if (!message.contains(part)) {
                throw new AssertionError("The message does not say \"" + part + "\": " + message);
            }
        }
        return message;
    }
}
