package dev.whittle.pipeline.data;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an HTTP answer, taken piece by piece, each within a given time. The JDK's own ways to read a body wait for ever
 * when a server falls silent, or limit the time of the whole.
 */
final class ResponseBody implements HttpResponse.BodySubscriber<ResponseBody>, AutoCloseable {
    /** Follows the last piece. */
    private static final Object END = new Object();

    private final CompletableFuture<ResponseBody> ready = new CompletableFuture<>();
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private Flow.Subscription subscription;

    @Override
    public CompletionStage<ResponseBody> getBody() {
        return ready;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        ready.complete(this);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(buffers);
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(failure);
        ready.complete(this);
    }

    @Override
    public void onComplete() {
        arrived.add(END);
    }

    /** The next piece, or null after the last. One piece at a time is asked for, so that little memory is used. */
    @SuppressWarnings("unchecked") // only onNext adds lists
    List<ByteBuffer> next(Duration stall) throws Download.NetworkFailure, IOException {
        if (subscription != null) {
            subscription.request(1);
        }
        Object next;
        try {
            next = arrived.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw Download.interrupted();
        }
        if (next == null) {
            throw new Download.NetworkFailure("nothing arrived for " + Download.seconds(stall), null);
        }
        if (next instanceof Throwable failure) {
            throw new Download.NetworkFailure(Download.reason(failure), failure);
        }
        return next == END ? null : (List<ByteBuffer>) next;
    }

    /** Gives up what has not arrived; without effect after the last piece. */
    @Override
    public void close() {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
