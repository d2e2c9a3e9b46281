using DaaCompute.Net.Simulation.Engine;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DaaCompute.Net.Simulation.Tests.Engine;

public sealed class EventQueueTests
{
    [Property(MaxTest = 300)]
    public void Dequeue_AnyScheduleAndRemovals_YieldsByDueThenByOrderOfScheduling(int[] steps)
    {
        EventQueue queue = new();
        List<(long Due, int Order, CallbackEvent Event)> model = [];
        int order = 0;
        foreach (int step in steps)
        {
            if (step % 3 == 0 && model.Count > 0)
            {
                int victim = Math.Abs(step / 3) % model.Count;
                queue.Remove(model[victim].Event);
                model.RemoveAt(victim);
            }
            else if (step % 7 == 1 && model.Count > 0)
            {
                int moved = Math.Abs(step / 7) % model.Count;
                model[moved] = (step % 50, order++, model[moved].Event);
                queue.Schedule(model[moved].Event, step % 50);
            }
            else
            {
                CallbackEvent scheduled = new(gate: null, () => { });
                model.Add((step % 50, order++, scheduled));
                queue.Schedule(scheduled, step % 50);
            }
        }

        Assert.Equal(model.Count, queue.Count);
        foreach ((long due, _, CallbackEvent expected) in model.OrderBy(item => item.Due).ThenBy(item => item.Order))
        {
            Assert.Equal(due, queue.NextDue);
            Assert.Same(expected, queue.Dequeue());
            Assert.Equal(ScheduledEvent.NotQueued, expected.Slot);
        }

        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Dequeue_ManyOfOneMoment_KeepsTheirOrder()
    {
        EventQueue queue = new();
        CallbackEvent[] events = [.. Enumerable.Range(0, 1000).Select(_ => new CallbackEvent(gate: null, () => { }))];
        foreach (CallbackEvent scheduled in events)
        {
            queue.Schedule(scheduled, 5);
        }

        Assert.All(events, expected => Assert.Same(expected, queue.Dequeue()));
    }
}
