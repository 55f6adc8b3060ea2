package dev.whittle.pipeline.docs;

import dev.whittle.pipeline.explore.ComputedChapters;
import dev.whittle.pipeline.explore.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures of the README and of the guide: figures of the page in the state that is shown first. */
@Tag("long")
class ExplorePicturesTest {
    /** Run with {@code -Dwrite.docs=true} to write them again. */
    @Test
    void theyAreTheFiguresOfThePage() throws IOException {
        for (String anchor : List.of("templates", "relu-folds", "equalisation")) {
            Figure figure = figure(anchor);
            Guide.requireKept("explore/" + anchor + ".svg", Guide.svg(drawing(figure, figure.start())));
        }
        List<String> losses = new ArrayList<>();
        for (int hingeToLogistic = 0; hingeToLogistic < 3; hingeToLogistic++) {
            losses.addAll(drawing(figure("loss"), hingeToLogistic));
        }
        Guide.requireKept("heads/losses.svg", Guide.svg(losses));
    }

    private static Figure figure(String anchor) {
        return ComputedChapters.get().stream()
                .flatMap(chapter -> chapter.figures().stream())
                .filter(f -> f.anchor().equals(anchor))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> drawing(Figure figure, int state) {
        return figure.states().get(state).drawing();
    }
}
