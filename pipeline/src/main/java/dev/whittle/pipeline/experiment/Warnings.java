package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;

/** Keeps warnings and passes all reports on to the listener of a run. */
final class Warnings implements Progress {
    private final Run run;
    private final List<String> texts = new ArrayList<>();

    Warnings(Run run) {
        this.run = run;
    }

    @Override
    public void step(String stage, long done, long total) {
        run.progress(stage, done, total);
    }

    @Override
    public void iteration(int iteration, double objective, double accuracy) {
        run.iteration(iteration, objective, accuracy);
    }

    @Override
    public void warning(String text) {
        texts.add(text);
        run.warn(text);
    }

    /** In their order. */
    List<String> texts() {
        return List.copyOf(texts);
    }
}
