package storagetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"catcow/internal/habit"
	"catcow/storage"
)

var errChanged = errors.New("changed my mind")

var transactions = []test{
	{"FailedChangeWritesNothing", func(h *harness) {
		h.put(checkIn("U1", "kept", 0, 3))
		err := h.store.Update(h.Context(), func(tx storage.Tx) error {
			if err := put(tx, everything("U1")...); err != nil {
				return err
			}
			if err := tx.Forget("U1", noon(9)); err != nil {
				return err
			}
			if err := put(tx, everything("U1")...); err != nil {
				return err
			}
			return errChanged
		})
		if err != errChanged {
			h.Errorf("Update = %v, want the error of its function as it is", err)
		}
		wantAbsent(h, "U1", 1)
	}},
	{"FailedReadReturnsItsErrorAsItIs", func(h *harness) {
		err := h.store.View(h.Context(), func(storage.Reader) error { return errChanged })
		if err != errChanged {
			h.Errorf("View = %v, want the error of its function as it is", err)
		}
	}},
	{"PanicWritesNothingAndGoesOn", func(h *harness) {
		func() {
			defer func() {
				if got := recover(); got != "halt" {
					h.Errorf("recover() = %v, want the panic of the function", got)
				}
			}()
			h.update(func(tx storage.Tx) error {
				if err := put(tx, everything("U1")...); err != nil {
					return err
				}
				panic("halt")
			})
		}()
		wantAbsent(h, "U1", 0)
		h.put(asked("U1", 1)) // nothing is still locked
	}},
	{"PanicInViewGoesOn", func(h *harness) {
		func() {
			defer func() {
				if got := recover(); got != "halt" {
					h.Errorf("recover() = %v, want the panic of the function", got)
				}
			}()
			h.view(func(storage.Reader) error { panic("halt") })
		}()
		h.put(asked("U1", 1))
	}},
	{"ContextThatIsDoneStartsNothing", func(h *harness) {
		ctx, cancel := context.WithCancel(h.Context())
		cancel()
		ran := false
		err := h.store.Update(ctx, func(storage.Tx) error { ran = true; return nil })
		if !errors.Is(err, context.Canceled) || ran {
			h.Errorf("Update = %v, ran %v, want context.Canceled and nothing run", err, ran)
		}
		err = h.store.View(ctx, func(storage.Reader) error { ran = true; return nil })
		if !errors.Is(err, context.Canceled) || ran {
			h.Errorf("View = %v, ran %v, want context.Canceled and nothing run", err, ran)
		}
	}},
	{"ContextThatEndsInTheMiddleIsTooLate", func(h *harness) {
		ctx, cancel := context.WithCancel(h.Context())
		err := h.store.Update(ctx, func(tx storage.Tx) error {
			cancel()
			return tx.PutMember(asked("U1", 1))
		})
		if err != nil {
			h.Fatalf("Update = %v, want nil", err)
		}
		got := get(h, func(r storage.Reader) (storage.Member, error) { return r.Member("U1") })
		want(h, "the member", got, asked("U1", 1))
	}},
	{"ClosedStoreSaysSo", func(h *harness) {
		if err := h.store.Close(); err != nil {
			h.Fatalf("Close: %v", err)
		}
		err := h.store.Update(h.Context(), func(storage.Tx) error { return nil })
		if !errors.Is(err, storage.ErrClosed) {
			h.Errorf("Update = %v, want ErrClosed", err)
		}
		err = h.store.View(h.Context(), func(storage.Reader) error { return nil })
		if !errors.Is(err, storage.ErrClosed) {
			h.Errorf("View = %v, want ErrClosed", err)
		}
		if err := h.store.Close(); err != nil {
			h.Errorf("second Close = %v, want nil", err)
		}
	}},
	{"CloseWaitsForTheRunningTransaction", func(h *harness) {
		inside, leave := make(chan struct{}), make(chan struct{})
		var work sync.WaitGroup
		var ended error
		work.Go(func() {
			ended = h.store.Update(h.Context(), func(tx storage.Tx) error {
				close(inside)
				<-leave
				return tx.PutMember(asked("U1", 1))
			})
		})
		<-inside
		work.Go(func() { close(leave) })
		if err := h.store.Close(); err != nil {
			h.Errorf("Close: %v", err)
		}
		work.Wait()
		if ended != nil {
			h.Errorf("Update = %v, want nil: it began before Close", ended)
		}
	}},
	{"ReadsSeeTheWritesBeforeThem", func(h *harness) {
		h.update(func(tx storage.Tx) error {
			if err := put(tx, everything("U1")...); err != nil {
				return err
			}
			if m, err := tx.Member("U1"); err != nil || m.Due().IsZero() {
				return fmt.Errorf("of Member: %+v, %v", m, err)
			}
			if due, err := tx.Due(noon(9), 9); err != nil || len(due) != 1 {
				return fmt.Errorf("of Due: %+v, %v, want one", due, err)
			}
			if all, err := tx.Sessions("U1", habit.Day{}); err != nil || len(all) != 1 {
				return fmt.Errorf("of Sessions: %+v, %v, want one", all, err)
			}
			if s, err := tx.Session("U1", "press"); err != nil || s.Prompt != prompted {
				return fmt.Errorf("of Session: %+v, %v", s, err)
			}
			if all, err := tx.Unsettled(); err != nil || len(all) != 3 {
				return fmt.Errorf("of Unsettled: %+v, %v, want three", all, err)
			}
			if err := tx.Forget("U1", noon(9)); err != nil {
				return err
			}
			if due, err := tx.Due(noon(9), 9); err != nil || len(due) != 0 {
				return fmt.Errorf("of Due: %+v, %v, want none", due, err)
			}
			return nil
		})
	}},
	{"ViewSeesOneMoment", func(h *harness) {
		h.put(checkIn("U1", "a", 0, 3))
		begun, changed := make(chan struct{}), make(chan error)
		go func() {
			<-begun
			changed <- h.store.Update(h.Context(), func(tx storage.Tx) error {
				return put(tx, checkIn("U1", "a", 0, 5), checkIn("U1", "b", 1, 6))
			})
		}()
		h.view(func(r storage.Reader) error {
			before, err := r.CheckIn("U1", "a")
			if err != nil {
				return err
			}
			close(begun)
			if err := <-changed; err != nil {
				return err
			}
			after, err := r.CheckIn("U1", "a")
			want(h, "the check-in at the end of the view", after, before)
			all, errAll := r.CheckIns("U1", noon(-1))
			want(h, "the check-ins at the end of the view", all, []storage.CheckIn{before})
			return errors.Join(err, errAll)
		})
	}},
	{"ConcurrentUpdatesLoseNothing", func(h *harness) {
		const workers, each = 8, 10
		var work sync.WaitGroup
		for w := range workers {
			work.Go(func() {
				for i := range each {
					err := h.store.Update(h.Context(), func(tx storage.Tx) error {
						m, err := tx.Member("U1")
						if err != nil {
							return err
						}
						m.Offered = append(m.Offered, storage.Offer{Exercise: fmt.Sprint(w, "-", i)})
						return tx.PutMember(m)
					})
					if err != nil {
						h.Errorf("Update: %v", err)
					}
				}
			})
		}
		work.Wait()
		m := get(h, func(r storage.Reader) (storage.Member, error) { return r.Member("U1") })
		if len(m.Offered) != workers*each {
			h.Errorf("%d of %d changes are kept", len(m.Offered), workers*each)
		}
	}},
	{"ChangeThatRunsTwiceIsKeptOnce", func(h *harness) {
		once := func() {
			h.update(func(tx storage.Tx) error { return put(tx, everything("U1")...) })
		}
		once()
		first := snapshot(h, "U1")
		once()
		want(h, "the store after the same change again", snapshot(h, "U1"), first)
	}},
}
