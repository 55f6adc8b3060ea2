package dev.whittle.pipeline.explore;

import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.report.PageTemplate;
import dev.whittle.pipeline.report.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The page with all figures. It is one file, loads nothing, and has the same bytes on every machine. */
public final class ExplorePage {
    /** All chapters in the order of the lecture; each computes its figures when it is asked to. */
    private static final List<Function<Run, Chapter>> CHAPTERS = List.of(
            FeatureTransforms::chapter,
            ImageFeatures::chapter,
            LinearClassifiers::chapter,
            Perceptrons::chapter,
            SpaceWarping::chapter,
            Approximation::chapter,
            Convexity::chapter,
            Capacity::chapter,
            ActivationsAndLosses::chapter,
            Optimisers::chapter,
            Backpropagation::chapter,
            HandMadeOrLearned::chapter);

    private ExplorePage() {}

    /** Computes all figures. The run's progress is told how many chapters are done, and nothing else. */
    public static List<Chapter> chapters(Run run) {
        Run silent = run.withProgress(Progress.SILENT);
        List<Chapter> chapters = new ArrayList<>();
        for (Function<Run, Chapter> chapter : CHAPTERS) {
            run.checkCancelled();
            chapters.add(chapter.apply(silent));
            run.progress("chapters", chapters.size(), CHAPTERS.size());
        }
        return List.copyOf(chapters);
    }

    /** Writes the page. */
    public static void write(List<Chapter> chapters, Path file) throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("chapters", chapters);
        model.put("script", new Script(resource("explore.js")));
        Map<String, String> snippets = new HashMap<>();
        for (Chapter chapter : chapters) {
            for (Figure figure : chapter.figures()) {
                snippets.put(figure.anchor(), snippet(figure.anchor()));
            }
        }
        model.put("snippets", snippets);
        PageTemplate.write(file, ExplorePage.class, "explore.html.ftlh", model);
    }

    /** The lines of Java that compute what the figure shows. */
    static String snippet(String anchor) throws IOException {
        return resource("snippets/" + anchor + ".txt");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ExplorePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("The program has no file " + name + " of its page of figures");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
