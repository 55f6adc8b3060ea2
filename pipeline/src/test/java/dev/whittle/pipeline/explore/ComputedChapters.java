package dev.whittle.pipeline.explore;

import dev.whittle.feature.Run;
import java.util.List;

/** All chapters with two threads, computed once for all tests of this run. */
public final class ComputedChapters {
    private static List<Chapter> chapters;

    private ComputedChapters() {}

    public static synchronized List<Chapter> get() {
        if (chapters == null) {
            chapters = ExplorePage.chapters(Run.defaults().withThreads(2));
        }
        return chapters;
    }
}
