package dev.whittle.spark;

import dev.whittle.feature.Run;

/** The run of an executor. */
final class Executor {
    private static final Run RUN = Run.defaults().withThreads(1);

    private Executor() {}

    /**
     * The one run of this Java virtual machine, so that tasks reuse its working memory. It has the kernels that are the
     * fastest here, which changes no bit, and one thread: Spark runs as many tasks as it has cores.
     */
    static Run run() {
        return RUN;
    }
}
