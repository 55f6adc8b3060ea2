package dev.whittle.pipeline.report;

import dev.whittle.feature.data.PixelHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The one script of the page, which is part of it. The page's security policy allows a script with this hash and no
 * other.
 */
public record Script(String text) {
    static Script read() throws IOException {
        try (InputStream in = Script.class.getResourceAsStream("page/page.js")) {
            return new Script(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** As a source of scripts in a content security policy. */
    public String hash() {
        byte[] digest = PixelHash.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
