package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;

/** Keeps the warnings and the learning curve of a training, and passes all reports on to the listener of a run. */
final class Recorder implements Progress {
    private final Run run;
    private final List<String> warnings = new ArrayList<>();
    private final List<CurvePoint> curve = new ArrayList<>();
    private double secondsBefore;

    Recorder(Run run) {
        this.run = run;
    }

    @Override
    public void step(String stage, long done, long total) {
        run.progress(stage, done, total);
    }

    @Override
    public void iteration(int iteration, double objective, double accuracy) {
        if (iteration == 1) {
            // The iterations before belong to a fit that diverged. Another candidate is fitted now.
            curve.clear();
        }
        curve.add(new CurvePoint(iteration, objective, accuracy));
        run.iteration(iteration, objective, accuracy);
    }

    @Override
    public void resumed(double seconds) {
        secondsBefore += seconds;
        run.resumed(seconds);
    }

    @Override
    public void warning(String text) {
        warnings.add(text);
        run.warn(text);
    }

    /** The result has the convergence itself, of which the console and the report warn once for each head. */
    @Override
    public void notConverged(String text) {}

    /** In their order. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What the trainings took that another process began. */
    double secondsBefore() {
        return secondsBefore;
    }

    List<CurvePoint> curve() {
        return List.copyOf(curve);
    }
}
