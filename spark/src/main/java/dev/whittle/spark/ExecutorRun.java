package dev.whittle.spark;

import dev.whittle.feature.Run;

/** How executors run what they compute. */
final class ExecutorRun {
    private static final ThreadLocal<Run> RUN =
            ThreadLocal.withInitial(() -> Run.defaults().withThreads(1));

    private ExecutorRun() {}

    /**
     * The run of the calling thread, whose tasks reuse its working memory one after another. It has the kernels that
     * are the fastest here, which changes no bit, and one thread: Spark runs as many tasks as an executor has cores.
     */
    static Run get() {
        return RUN.get();
    }
}
