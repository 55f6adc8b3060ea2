package dev.whittle.spark;

import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** The progress of Spark's stages until this is closed: how many tasks of the present stage are done. */
final class StageProgress extends SparkListener implements AutoCloseable {
    private final SparkContext context;
    private final String work;
    private final PacedLines lines;
    private int stage = -1;
    private int tasks;
    private int done;
    private int failed;

    /** @param work what the stages do, in a word, with which each line begins */
    StageProgress(SparkContext context, String work, Consumer<String> lines) {
        this.context = context;
        this.work = work;
        this.lines = new PacedLines(lines);
        context.addSparkListener(this);
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        stage = submitted.stageInfo().stageId();
        tasks = submitted.stageInfo().numTasks();
        done = 0;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (!end.taskInfo().successful()) {
            failed++;
        } else if (end.stageId() == stage) {
            done++;
        }
        lines.offer(() -> String.format(Locale.ROOT, "%s: %,d of %,d tasks%s", work, done, tasks, ofFailed()));
    }

    private String ofFailed() {
        return failed == 0 ? "" : String.format(Locale.ROOT, ", %,d lost and run again", failed);
    }

    @Override
    public void close() {
        context.removeSparkListener(this);
    }
}
