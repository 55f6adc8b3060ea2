package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.whittle.pipeline.explore.ComputedChapters;
import dev.whittle.pipeline.explore.ExplorePage;
import dev.whittle.pipeline.explore.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pictures of the README and of {@code docs/explore.md}: figures of the page as they are computed now. */
@Tag("long")
class ExplorePicturesTest {
    private static final Pattern SIZE = Pattern.compile("width=\"(\\d+)\" height=\"(\\d+)\"");
    private static final int GAP = 16;

    /** Run with {@code -Dwrite.docs=true} to write them again. */
    @Test
    void theyAreTheFiguresOfThePage() throws IOException {
        for (String anchor : List.of("templates", "relu-folds")) {
            Path file = folder().resolve(anchor + ".svg");
            String svg = svg(anchor);
            if (Boolean.getBoolean("write.docs")) {
                Files.createDirectories(folder());
                Files.writeString(file, svg);
            }
            assertEquals(svg, Files.readString(file), () -> file + " is not what the page shows");
            assertNotEquals(svg, Files.readString(file).replaceFirst("<text", "<test"), "a difference is seen");
        }
    }

    private static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("whittle"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs").resolve("explore");
    }

    /** The drawings of the state that is shown first, side by side, as the page's button copies them. */
    private static String svg(String anchor) throws IOException {
        Figure figure = ComputedChapters.get().stream()
                .flatMap(chapter -> chapter.figures().stream())
                .filter(f -> f.anchor().equals(anchor))
                .findFirst()
                .orElseThrow();
        StringBuilder parts = new StringBuilder();
        int width = 0;
        int height = 0;
        for (String drawing : figure.states().get(figure.start()).drawing()) {
            Matcher size = SIZE.matcher(drawing);
            size.find();
            parts.append(drawing.replaceFirst("<svg ", "<svg x=\"" + width + "\" "));
            width += Integer.parseInt(size.group(1)) + GAP;
            height = Math.max(height, Integer.parseInt(size.group(2)));
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + (width - GAP) + "\" height=\"" + height
                + "\"><style>" + style() + "</style>" + parts + "</svg>\n";
    }

    private static String style() throws IOException {
        try (InputStream css = ExplorePage.class.getResourceAsStream("drawing.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
