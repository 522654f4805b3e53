"""Simulates a workshop on a calendar of events: jobs visit machines, wait in queues, and may come back.

The calendar is a binary heap of event objects, compared by time and then by number of insertion.
"""

END = 42_000
MACHINES = 7


class Event:
    def __init__(self, when, number, action, subject):
        self.when = when
        self.number = number
        self.action = action
        self.subject = subject

    def __lt__(self, other):
        if self.when == other.when:
            return self.number < other.number
        return self.when < other.when


class Calendar:
    def __init__(self):
        self.events = []
        self.now = 0
        self.scheduled = 0

    def schedule(self, delay, action, subject):
        self.scheduled += 1
        events = self.events
        event = Event(self.now + delay, self.scheduled, action, subject)
        events.append(event)
        child = len(events) - 1
        while child > 0:
            parent = (child - 1) // 2
            if not event < events[parent]:
                break
            events[child] = events[parent]
            child = parent
        events[child] = event

    def take(self):
        events = self.events
        first = events[0]
        last = events.pop()
        length = len(events)
        if length:
            hole = 0
            while (child := 2 * hole + 1) < length:
                if child + 1 < length and events[child + 1] < events[child]:
                    child += 1
                if not events[child] < last:
                    break
                events[hole] = events[child]
                hole = child
            events[hole] = last
        self.now = first.when
        return first

    def run(self, end):
        while self.events:
            event = self.take()
            if event.when > end:
                break
            event.action(event.subject)


class Job:
    def __init__(self, born, route):
        self.born = born
        self.route = route
        self.visits = 0


class Machine:
    def __init__(self, shop, speed):
        self.shop = shop
        self.speed = speed
        self.queue = []
        self.busy = False
        self.longest = 0

    def arrive(self, job):
        if self.busy:
            self.queue.append(job)
            self.longest = max(self.longest, len(self.queue))
        else:
            self.start(job)

    def start(self, job):
        self.busy = True
        self.shop.calendar.schedule(self.speed + job.visits % 2, self.finish, job)

    def finish(self, job):
        self.busy = False
        if self.queue:
            self.start(self.queue.pop(0))
        self.shop.forward(job)


class Shop:
    def __init__(self):
        self.calendar = Calendar()
        self.machines = [Machine(self, 1 + i % 3) for i in range(MACHINES)]
        self.made = 0
        self.finished = 0
        self.total_time = 0

    def release(self, interval):
        self.made += 1
        route = [(self.made * 5 + i * 3) % MACHINES for i in range(3 + self.made % 3)]
        self.forward(Job(self.calendar.now, route))
        self.calendar.schedule(interval + self.made % 2, self.release, interval)

    def forward(self, job):
        if job.visits < len(job.route):
            machine = self.machines[job.route[job.visits]]
            job.visits += 1
            self.calendar.schedule(1, machine.arrive, job)
        else:
            self.finished += 1
            self.total_time += self.calendar.now - job.born


results = []
for interval in (1, 2, 3):
    shop = Shop()
    shop.calendar.schedule(0, shop.release, interval)
    shop.calendar.run(END)
    results.extend([shop.made, shop.finished, shop.total_time, max(machine.longest for machine in shop.machines)])
print("CHECK event_scheduler", *results)
