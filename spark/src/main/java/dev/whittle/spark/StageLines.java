package dev.whittle.spark;

import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Lines of progress from the driver: how many tasks of the present stage are done, at most one every few seconds. */
final class StageLines extends SparkListener implements AutoCloseable {
    private static final long NANOS = 5_000_000_000L;

    private final SparkContext context;
    private final String work;
    private final Consumer<String> lines;
    private int stage = -1;
    private int tasks;
    private int done;
    private int failed;
    private long last = System.nanoTime();

    StageLines(SparkContext context, String work, Consumer<String> lines) {
        this.context = context;
        this.work = work;
        this.lines = lines;
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
        if (System.nanoTime() - last >= NANOS) {
            last = System.nanoTime();
            lines.accept(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d tasks%s",
                    work,
                    done,
                    tasks,
                    failed == 0 ? "" : String.format(Locale.ROOT, ", %,d lost and run again", failed)));
        }
    }

    @Override
    public void close() {
        context.removeSparkListener(this);
    }
}
