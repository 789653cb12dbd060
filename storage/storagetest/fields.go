package storagetest

import (
	"fmt"
	"reflect"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"catcow/internal/habit"
	"catcow/storage"
)

// fields puts documents and facts of which no field is zero.
var fields = []test{
	{"EveryFieldOfAMemberIsKept", func(h *harness) {
		full := filled[storage.Member](h, 0)
		h.put(full)
		wantWhole(h, full, func(r storage.Reader) (storage.Member, error) { return r.Member(full.ID) })
		wantWhole(h, []storage.Member{full}, storage.Reader.Members)
	}},
	{"EveryFieldOfAChannelIsKept", func(h *harness) {
		full := filled[storage.Channel](h, 0)
		h.put(full)
		wantWhole(h, full, func(r storage.Reader) (storage.Channel, error) { return r.Channel(full.ID) })
		wantWhole(h, []storage.Channel{full}, storage.Reader.Channels)
	}},
	{"EveryFieldOfALifeIsKept", func(h *harness) {
		full := filled[storage.Life](h, 0)
		h.put(full)
		wantWhole(h, full, storage.Reader.Life)
	}},
	{"EveryFieldOfASessionIsKept", func(h *harness) {
		full := filled[storage.Session](h, 0)
		h.put(full)
		wantSession(h, full)
	}},
	{"EveryFieldOfAReplacedSessionIsKept", func(h *harness) {
		full := filled[storage.Session](h, 0)
		h.put(storage.Session{User: full.User, Cause: full.Cause, Day: full.Day, At: full.At, Prompt: full.Prompt})
		h.update(func(tx storage.Tx) error { return tx.PutSession(full) })
		wantSession(h, full)
		want(h, "Took", took(h, full.Prompt), 1)
	}},
	{"EveryFieldOfACheckInIsKept", func(h *harness) {
		full := filled[storage.CheckIn](h, 0)
		h.put(full)
		wantWhole(h, full, func(r storage.Reader) (storage.CheckIn, error) { return r.CheckIn(full.User, full.Cause) })
		wantWhole(h, []storage.CheckIn{full}, func(r storage.Reader) ([]storage.CheckIn, error) { return r.CheckIns(full.User, time.Time{}) })
	}},
	{"EveryFieldOfAnAuditIsKept", func(h *harness) {
		full := filled[storage.Audit](h, 0)
		h.put(full)
		wantWhole(h, []storage.Audit{full}, func(r storage.Reader) ([]storage.Audit, error) { return r.Audits(full.Channel, 9) })
	}},
	{"EveryFieldOfASlotIsKept", func(h *harness) {
		full := filled[storage.Slot](h, 0)
		h.put(full)
		wantWhole(h, full, func(r storage.Reader) (storage.Slot, error) { return r.Slot(full.Key) })
		kind, owner, _ := full.Key.Split()
		wantWhole(h, []storage.Slot{full}, func(r storage.Reader) ([]storage.Slot, error) { return r.Slots(kind, owner, 9) })
	}},
}

func wantSession(h *harness, full storage.Session) {
	h.Helper()
	wantWhole(h, full, func(r storage.Reader) (storage.Session, error) { return r.Session(full.User, full.Cause) })
	wantWhole(h, []storage.Session{full}, func(r storage.Reader) ([]storage.Session, error) { return r.Sessions(full.User, habit.Day{}) })
}

// wantWhole reads and compares, also in which zone a time is.
func wantWhole[T any](h *harness, full T, read func(storage.Reader) (T, error)) {
	h.Helper()
	sameOffset := cmp.Comparer(func(a, b time.Time) bool {
		_, east := a.Zone()
		_, other := b.Zone()
		return a.Equal(b) && east == other
	})
	if diff := cmp.Diff(full, get(h, read), sameOffset); diff != "" {
		h.Errorf("%T is not as it was put (-want +got):\n%s", full, diff)
	}
}

// filled is a value with every field set, each to something else; from tells such values apart.
func filled[T any](t rapid.TB, from int) T {
	t.Helper()
	var v T
	if err := fill(reflect.ValueOf(&v).Elem(), &from); err != nil {
		t.Fatalf("storagetest: fill a %T: %v", v, err)
	}
	return v
}

func fill(v reflect.Value, n *int) error {
	if !v.CanSet() {
		return fmt.Errorf("a field of type %s is not exported", v.Type())
	}
	*n++
	switch special := v.Addr().Interface().(type) {
	case *time.Time:
		*special = noon(*n).Add(time.Duration(*n)).In(time.FixedZone("", *n%600*60))
		return nil
	case *habit.Day:
		*special = day(*n)
		return nil
	case *storage.SlotKey:
		*special = storage.SlotKey(fmt.Sprintf("prompt/C%d/2026-11-23T12:00", *n))
		return nil
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 1.0/3)
	case reflect.Uint8:
		v.SetUint(uint64(1 + *n%255))
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Struct:
		for i := range v.NumField() {
			if err := fill(v.Field(i), n); err != nil {
				return err
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			if err := fill(v.Index(i), n); err != nil {
				return err
			}
		}
	case reflect.Map:
		return fillMap(v, n)
	default:
		return fmt.Errorf("no way is known to fill a %s", v.Type())
	}
	return nil
}

func fillMap(v reflect.Value, n *int) error {
	v.Set(reflect.MakeMap(v.Type()))
	for range 2 {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if err := fill(key, n); err != nil {
			return err
		}
		if err := fill(value, n); err != nil {
			return err
		}
		v.SetMapIndex(key, value)
	}
	return nil
}
