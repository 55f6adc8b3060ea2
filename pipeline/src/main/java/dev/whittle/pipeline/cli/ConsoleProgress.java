package dev.whittle.pipeline.cli;

import dev.whittle.pipeline.experiment.CellRun;
import dev.whittle.pipeline.experiment.ComparisonListener;
import dev.whittle.pipeline.experiment.Visible;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Progress on standard error. A line for each finished run is always written, so that a log shows the progress. On a
 * terminal there is also a bar for the current step.
 */
final class ConsoleProgress implements ComparisonListener, AutoCloseable {
    private final PrintWriter err;
    private final boolean terminal;
    /** Number and name of the run at work; may have control characters. */
    private String current = "";

    private boolean kept;
    private String stage = "";
    private ProgressBar bar;
    private long start;

    /** The launcher passes whether standard error is a terminal; Java 17 cannot find out. */
    ConsoleProgress(CommandSpec command) {
        this.err = command.commandLine().getErr();
        this.terminal = Boolean.getBoolean("whittle.terminal");
    }

    @Override
    public void step(String newStage, long done, long total) {
        if (!terminal) {
            return;
        }
        if (bar == null || !newStage.equals(stage)) {
            close();
            stage = newStage;
            bar = new ProgressBarBuilder()
                    .setTaskName(Visible.text(current.isEmpty() ? newStage : current + ": " + newStage))
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .showSpeed(new DecimalFormat("0"))
                    .clearDisplayOnFinish()
                    .build();
        }
        // Chunks end in any order, but the bar only moves forward.
        bar.stepTo(Math.max(bar.getCurrent(), done));
        if (done >= total) {
            close();
        }
    }

    @Override
    public void iteration(int iteration, double objective, double accuracy) {
        if (bar != null) {
            bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f, right %.1f %%", objective, 100 * accuracy));
        }
    }

    @Override
    public void resumed(double seconds) {
        close();
        err.printf(Locale.ROOT, "%s: goes on with a training that was interrupted after %.1f s%n", current, seconds);
        err.flush();
    }

    @Override
    public void warning(String text) {
        close();
        err.println("Warning: " + (current.isEmpty() ? "" : current + ": ") + Visible.indented(text));
        err.flush();
    }

    @Override
    public void begins(int number, int total, String name, boolean isKept) {
        close();
        current = "[" + number + "/" + total + "] " + Visible.line(name);
        kept = isKept;
        start = System.nanoTime();
    }

    @Override
    public void ended(int number, int total, String name, CellRun result) {
        close();
        String how = kept ? "kept" : String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9);
        String plain = result.testWithoutViews() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", without views %.1f %%",
                        100 * result.testWithoutViews().accuracy());
        err.printf(
                Locale.ROOT,
                "%s: test %.1f %%%s (%s)%n",
                current,
                100 * result.test().accuracy(),
                plain,
                how);
        err.flush();
        current = "";
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
