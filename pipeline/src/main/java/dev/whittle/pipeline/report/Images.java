package dev.whittle.pipeline.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a page has pictures of the data. The terms of some data sets forbid to pass their images on. */
public enum Images {
    SHOWN,
    LEFT_OUT;

    /** In the head of a page. No text of an experiment can contain it, as pages write {@code <} in another way. */
    private static final String MARK = "<meta name=\"images\" content=\"left out\">";

    /** How a page was written; {@link #SHOWN} if it does not exist. */
    public static Images of(Path page) throws IOException {
        return Files.isRegularFile(page) && new String(Files.readAllBytes(page), StandardCharsets.UTF_8).contains(MARK)
                ? LEFT_OUT
                : SHOWN;
    }

    /** What the head of such a page says; may be empty. */
    String mark() {
        return this == LEFT_OUT ? MARK : "";
    }
}
